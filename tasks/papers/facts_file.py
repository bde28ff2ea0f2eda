"""Facts given by hand, one or a file of them: checked whole before any is kept."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, get_args

from models.papers.given import FactGiven
from models.transition_file import Standing
from rules.errors import BadFile, InputError, OutsideError
from tasks.papers.characters import UNWRITABLE
from tasks.papers.kinds import BOTH_DECISIONS, KINDS
from tasks.papers.vocabulary import vocabulary

COLUMNS = ("name", "value", "source", "standing", "url", "council")
STANDINGS = get_args(Standing)
#: A row and where it stands: `line 3`, `fact[2]`.
Row = tuple[str, Mapping[str, Any]]


def read_facts(path: Path, councils: Sequence[str]) -> list[FactGiven]:
    """The facts of a CSV or TOML file. Raises: BadFile with every bad row; OutsideError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(
            f"{path.name} is not text in UTF-8.", "CSV or TOML.", "save it so."
        ) from error
    except OSError as error:
        raise OutsideError(
            f"{path} cannot be read: {error.strerror}.", "a file that can.", "check its name."
        ) from error
    rows = list(_toml(path, text) if path.suffix.lower() == ".toml" else _csv(path, text))
    faults = [f"{where}: {fault}" for where, row in rows for fault in _faults(row, councils)]
    given = [_given(row) for where, row in rows if not list(_faults(row, councils))]
    faults += _repeats(rows)
    if faults or not rows:
        raise BadFile(
            f"{path.name}: {'; '.join(faults) or 'it holds no fact'}.",
            f"for each fact {', '.join(COLUMNS[:3])}, and if need be {', '.join(COLUMNS[3:])}.",
            "mend each of these; nothing was recorded.",
        )
    return given


def one_fact(row: Mapping[str, Any], councils: Sequence[str]) -> FactGiven:
    """One fact. Raises: InputError with all that is wrong with it."""
    faults = list(_faults(row, councils))
    if faults:
        raise InputError(
            f"{'; '.join(faults)}.".capitalize(),
            "a fact that papers ask for, with its source and standing.",
            "see `changeover facts REF --missing` for their names; nothing was recorded.",
        )
    return _given(row)


def _csv(path: Path, text: str) -> Iterator[Row]:
    try:
        reader = csv.DictReader(StringIO(text, newline=""), strict=True, restkey="more")
        columns = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        strange = sorted(set(columns) - set(COLUMNS))
        lacking = [name for name in COLUMNS[:3] if name not in columns]
        if strange or lacking or len(set(columns)) != len(columns):
            raise BadFile(
                f"{path.name} has the columns {', '.join(columns) or 'none'}.",
                f"{', '.join(COLUMNS)}; the first three at least, each once.",
                "head the columns so; nothing was recorded.",
            )
        reader.fieldnames = columns
        for row in reader:
            kept = {name: (value or "") for name, value in row.items() if name in COLUMNS}
            yield f"line {reader.line_num}", kept | ({"more": ""} if "more" in row else {})
    except csv.Error as error:
        raise BadFile(f"{path.name}: {error}.", "a CSV file.", "mend it.") from error


def _toml(path: Path, text: str) -> Iterator[Row]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"{path.name}: {error}.", "a TOML file.", "mend the line.") from error
    rows = table.get("fact", [])
    if set(table) - {"fact"} or not isinstance(rows, list):
        raise BadFile(
            f"{path.name} holds {', '.join(table)}.", "tables [[fact]] alone.", "mend it."
        )
    for number, row in enumerate(rows, 1):
        yield f"fact[{number}]", row if isinstance(row, Mapping) else {"name": row}


def _faults(row: Mapping[str, Any], councils: Sequence[str]) -> Iterator[str]:
    strange = sorted(set(row) - set(COLUMNS))
    if strange:
        yield f"the unknown columns {', '.join(strange)}"
    loose = sorted(key for key, value in row.items() if not isinstance(value, str | None))
    if loose:
        yield f"{', '.join(loose)} is not text"
        return
    name, value = (row.get("name") or "").strip(), (row.get("value") or "").strip()
    own, _, plain = name.rpartition(".")
    known = vocabulary().get(plain)
    if known is None or own not in ("", *BOTH_DECISIONS, *KINDS):
        yield f"no paper asks for the fact {name!r}"
    elif known.built_in and name != "report_title":
        yield f"{name} is worked out from the transition itself"
    if not (row.get("source") or "").strip():
        yield f"{name} has no source"
    standing = (row.get("standing") or "").strip() or "recorded"
    if standing not in STANDINGS:
        yield f"the standing {standing!r} is none of {', '.join(STANDINGS)}"
    elif bool(value) == (standing == "gap"):
        yield f"{name} is a gap exactly when it has no value"
    council = (row.get("council") or "").strip().lower()
    if council and council not in councils:
        yield f"the council {council!r} is none of {', '.join(councils)}"
    if any(UNWRITABLE.search(row.get(key) or "") for key in COLUMNS):
        yield f"{name} holds a character that no page can show"


def _repeats(rows: list[Row]) -> list[str]:
    seen: dict[tuple[str, str], str] = {}
    found = []
    for where, row in rows:
        key = (str(row.get("council") or "").lower(), str(row.get("name")))
        if key in seen:
            found.append(f"{where}: {key[1]} stands in {seen[key]} already")
        seen.setdefault(key, where)
    return found


def _given(row: Mapping[str, Any]) -> FactGiven:
    text = {name: (row.get(name) or "").strip() for name in COLUMNS}
    return FactGiven(
        name=text["name"],
        value=text["value"] or None,
        source=text["source"],
        standing=text["standing"] or "recorded",
        url=text["url"],
        council=text["council"].lower(),
    )
