"""Reads a council's house layout from its file, and lists every fault in it.

Those that ship stand in `templates/houses`; a council's own goes before them and stands in the
folder `houses` of `CHANGEOVER_HOME`, or where `CHANGEOVER_HOUSES` says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any

from models.settings import settings
from rules.errors import RuleRefused
from tasks.papers.colours import LEAST_CONTRAST, WHITE, contrast
from tasks.papers.house import (
    FRONT_SHEET_BLOCKS,
    OPTIONAL_BLOCKS,
    REQUIRED_BLOCKS,
    BackgroundPapers,
    Choice,
    Clearing,
    CommentsTime,
    ExemptPaper,
    Files,
    House,
    KeyDecision,
    Openness,
    Recommendations,
    Row,
    Section,
    WordStyles,
)
from tasks.papers.kinds.kind import Form
from tasks.papers.vocabulary import TEMPLATES, vocabulary

HOUSES = TEMPLATES / "houses"
#: The layout of a council that has none of its own here.
PLAIN = "plain"

_TABLES: dict[str, type] = {
    **dict.fromkeys(("accent", "headings", "numbering", "heading_numbers"), Choice),
    "openness": Openness,
    "key_decision": KeyDecision,
    "recommendations": Recommendations,
    "background_papers": BackgroundPapers,
}
_OPTIONAL: dict[str, type] = {
    "contents": Choice,
    "word": WordStyles,
    "font": Choice,
    "comments": CommentsTime,
    "exempt_paper": ExemptPaper,
}
_FILES = ("word", "templates", "logo")
_LISTS: dict[str, type] = {
    **dict.fromkeys(("front_sheet", "notice", "audit_trail", "consulted"), Row),
    "section": Section,
    "clearance": Clearing,
}
_CHOICES = {
    "headings.value": ("capitals", "as-written"),
    "numbering.value": ("run", "decimal"),
    "heading_numbers.value": ("none", "1", "1.0"),
    "recommendations.form": ("passive", "active"),
    "background_papers.form": ("table", "list"),
    "contents.value": ("none", "headings"),
    "exempt_paper.form": ("report", "appendix"),
}


def house_for(code: str) -> House:
    """The layout of the council of that code, or the plain one. Raises: RuleRefused."""
    paths = layout_paths()
    return _read(paths.get(code, paths[PLAIN]))


def houses() -> dict[str, House]:
    """Every layout, by council code: those that ship and the councils' own. Raises: RuleRefused."""
    return {code: _read(path) for code, path in layout_paths().items()}


def layout_paths() -> dict[str, Path]:
    """The file of each layout, by council code; a council's own goes before one that ships."""
    files = [*sorted(HOUSES.glob("*.toml")), *sorted(settings().houses.glob("*.toml"))]
    return {path.stem: path for path in files}


def _read(path: Path) -> House:
    return _shipped(path) if path.parent == HOUSES else read_house(path)


@cache
def _shipped(path: Path) -> House:
    return read_house(path)


def read_house(path: Path) -> House:
    """A layout from its file, with what stands beside it: CODE.docx, and the templates in CODE/.

    Raises: RuleRefused listing every fault in it.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleRefused(f"{path.name}: {error}.", "a TOML file.", "mend the line.") from error
    faults = list(_shape(table)) or [*_sense(table), *_file_faults(table, path)]
    if faults:
        raise RuleRefused(
            f"{path.name} has {len(faults)} fault{'s'[: len(faults) > 1]}: {'; '.join(faults)}.",
            "the tables and keys of templates/houses/plain.toml.",
            "mend each of these; every element says whether it was seen.",
        )
    return _built(table, path)


def _built(table: dict[str, Any], path: Path) -> House:
    values: dict[str, Any] = {key: table[key] for key in ("code", "name")}
    for name, kind in (_TABLES | _OPTIONAL).items():
        if name in table:
            values[name] = _value(kind, table[name])
    for name, kind in _LISTS.items():
        values[name] = tuple(_value(kind, row) for row in table.get(name, ()))
    return House(files=_files(table, path), **values)


def _files(table: dict[str, Any], path: Path) -> Files:
    """The files named, or those of the code's own name where they are there."""
    named = {name: path.parent / value for name, value in table.get("files", {}).items()}
    usual = {"word": path.with_suffix(".docx"), "templates": path.with_suffix("")}
    return Files(**{name: place for name, place in usual.items() if place.exists()} | named)


def _file_faults(table: dict[str, Any], path: Path) -> Iterator[str]:
    for name, value in table.get("files", {}).items():
        if name not in _FILES or not isinstance(value, str):
            yield f"files has {name} = {value!r}, not the name of a file for {' or '.join(_FILES)}"
        elif not (path.parent / value).exists():
            yield f"files.{name} is {value!r}, and there is no such file beside {path.name}"


def _value(kind: type, row: dict[str, Any]) -> Any:
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})


def _shape(table: dict[str, Any]) -> Iterator[str]:
    """Faults of keys and types; only without them is the sense looked at."""
    if not isinstance(table.get("files", {}), dict):
        yield "files is not a table"
    for name in sorted({"code", "name", *_TABLES, "front_sheet", "notice", "section"} - set(table)):
        yield f"no {name}"
    for name in sorted(set(table) - {"code", "name", "files", *_TABLES, *_OPTIONAL, *_LISTS}):
        yield f"the unknown table {name}"
    for name, kind in (_TABLES | _OPTIONAL | _LISTS).items():
        rows = table.get(name, []) if name in _LISTS else [table[name]] if name in table else []
        if not isinstance(rows, list):
            yield f"{name} is not a list of tables"
            continue
        for place, row in enumerate(rows, start=1):
            where = f"{name} {place}" if name in _LISTS else name
            yield from _row_faults(row, kind, where)


def _row_faults(row: Any, kind: type, where: str) -> Iterator[str]:
    if not isinstance(row, dict):
        yield f"{where} is not a table"
        return
    known = {field.name: field for field in fields(kind)}
    for key in sorted(set(row) - set(known)):
        yield f"{where} has the unknown key {key}"
    for key, field in known.items():
        if key not in row:
            if field.default is MISSING:
                yield f"{where} does not say {key}"
        elif not _fits(row[key], str(field.type)):
            yield f"{where} has {key} = {row[key]!r}, not {_PLAIN_TYPES[str(field.type)]}"


_PLAIN_TYPES = {
    "str": "text",
    "bool": "true or false",
    "int": "a whole number",
    "tuple[str, ...]": "a list of texts",
}


def _fits(value: Any, wanted: str) -> bool:
    if wanted == "tuple[str, ...]":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) is {"str": str, "bool": bool, "int": int}[wanted]


def _sense(table: dict[str, Any]) -> Iterator[str]:
    for at, allowed in _CHOICES.items():
        name, key = at.split(".")
        if name in table and table[name][key] not in allowed:
            yield f"{at} is {table[name][key]!r}, not one of {', '.join(allowed)}"
    if (table["numbering"]["value"], table["heading_numbers"]["value"]) == ("decimal", "none"):
        yield "decimal paragraphs need headings that are numbered"
    if len(table["background_papers"]["columns"]) != 3:
        yield "background_papers.columns are not three"
    yield from _colour_faults(table["accent"]["value"])
    yield from _fact_faults(table)
    yield from _section_faults(table)
    yield from _clearance_faults(table)


def _colour_faults(colour: str) -> Iterator[str]:
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        yield f"accent.value is {colour!r}, not a colour such as #1f4e5f"
    elif (found := contrast(colour, WHITE)) < LEAST_CONTRAST:
        yield f"accent {colour} has a contrast of {found:.1f} on white, below {LEAST_CONTRAST}"


def _fact_faults(table: dict[str, Any]) -> Iterator[str]:
    rows = [row for name, kind in _LISTS.items() if kind is Row for row in table.get(name, ())]
    asked = [name for row in rows for name in (row["fact"], row.get("also", "")) if name]
    for section in table["section"]:
        asked += re.findall(r"{(\w+)}", section["heading"])
    for name in sorted(set(asked) - set(vocabulary())):
        yield f"the unknown fact {name}"


def _section_faults(table: dict[str, Any]) -> Iterator[str]:
    sections = table["section"]
    placed = [block for section in sections for block in section["blocks"]]
    front = {row["fact"] for row in table["front_sheet"]} & set(FRONT_SHEET_BLOCKS)
    for block in sorted(set(placed) - {*REQUIRED_BLOCKS, *OPTIONAL_BLOCKS}):
        yield f"the unknown block {block}"
    for block in sorted(set(REQUIRED_BLOCKS) - set(placed) - front):
        yield f"no section for {block}"
    for block in sorted({block for block in placed if placed.count(block) > 1}):
        yield f"more than one section for {block}"
    if ("audit_trail" in placed) != bool(table.get("audit_trail")):
        yield "an audit trail needs both its section and its rows"
    for before, section in zip([{}, *sections], sections, strict=False):
        level = section.get("level", 2)
        if level not in (2, 3) or (level == 3 and not before):
            yield f"the section {section['heading']!r} has no heading of level 2 above it"
    for section, after in zip(sections, [*sections[1:], {}], strict=True):
        if not section["blocks"] and after.get("level", 2) == 2:
            yield f"the section {section['heading']!r} is empty"


def _clearance_faults(table: dict[str, Any]) -> Iterator[str]:
    rows = table.get("clearance", [])
    roles = [row["role"] for row in rows]
    for role in sorted({role for role in roles if roles.count(role) > 1}):
        yield f"the role {role} clears twice"
    for row in rows:
        for form in sorted(set(row["forms"]) - set(Form)):
            yield f"{row['role']} clears the unknown form {form}"
    for row in table.get("consulted", ()):
        if row.get("role", "") not in ("", *roles):
            yield f"the audit trail tells of the role {row['role']}, which clears nothing"
    if table.get("comments", {}).get("working_days", 1) < 1:
        yield "comments.working_days is below 1"
