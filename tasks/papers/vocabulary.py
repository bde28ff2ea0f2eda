"""The facts a paper may ask for: what each is in plain words, and who must supply it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from models.paper_facts import plain_name
from rules.errors import RuleRefused

TEMPLATES = Path(__file__).parents[2] / "templates"


@dataclass(frozen=True, kw_only=True)
class FactName:
    """A fact by name. `words` say what it is; `supplied_by` is the role that must supply it.

    One that nobody can know before the paper is cleared (`after_clearance`) does not hold clearance
    up. One that is `built_in` is worked out from the transition and asked of nobody. One that has
    `columns` is a table: a line for each row, its cells parted by bars. `example` is a value in the
    form that is wanted, where the form matters. One that is `of_decision` concerns one decision: a
    document that belongs to no decision of a cabinet takes it only under its own name.
    """

    name: str
    words: str
    supplied_by: str
    after_clearance: bool = False
    built_in: bool = False
    columns: tuple[str, ...] = ()
    example: str = ""
    of_decision: bool = False


@cache
def vocabulary() -> Mapping[str, FactName]:
    """The fact names that ship, by name. Raises: RuleRefused."""
    return read_vocabulary(TEMPLATES / "facts")


def fact_named(name: str) -> FactName:
    """What is known of a fact, also of one given for one decision or one kind: `final.risks`."""
    return vocabulary()[plain_name(name)]


def read_vocabulary(folder: Path) -> dict[str, FactName]:
    """The fact names of every file in a folder. Raises: RuleRefused listing every fault in them."""
    found: dict[str, FactName] = {}
    homes: dict[str, str] = {}
    faults = []
    for path in sorted(folder.glob("*.toml")):
        for name, row in _tables(path).items():
            wrong = _faults(name, row)
            if name in homes:
                wrong.append(f"{name} stands in {homes[name]} too")
            faults += [f"{path.name}: {each}" for each in wrong]
            if not wrong:
                found[name] = _fact_name(name, row)
            homes.setdefault(name, path.name)
    if faults:
        raise RuleRefused(
            f"The facts in {folder.name} have {len(faults)} faults: {'; '.join(faults)}.",
            "for each fact its words and the role it comes from, in one file only.",
            "mend the facts named.",
        )
    return found


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleRefused(f"{path.name}: {error}.", "a TOML file.", "mend the line.") from error


def _faults(name: str, row: Any) -> list[str]:
    if not isinstance(row, dict):
        return [f"{name} is not a table"]
    found = [f"{name} has no {key}" for key in ("words", "from") if not row.get(key)]
    known = {field.name for field in fields(FactName)} - {"name", "supplied_by"} | {"from"}
    return found + [f"{name} has the unknown key {key}" for key in sorted(set(row) - known)]


def _fact_name(name: str, row: dict[str, Any]) -> FactName:
    rest = {key: value for key, value in row.items() if key not in ("from", "columns")}
    columns = tuple(row.get("columns", ()))
    return FactName(name=name, supplied_by=row["from"], columns=columns, **rest)
