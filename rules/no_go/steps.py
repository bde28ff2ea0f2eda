"""The order that makes a no-go good, read from `rules/programme/compensation.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from rules.breakdown import Dated, breakdown
from rules.catalogue import catalogue
from rules.errors import RuleRefused, UnknownName
from rules.rule_set import RuleSet, shipped

_EACH = (None, "council", "other-council", "employer")
#: The events of the order, and what they are called of the contract as it was and as it will be.
EVENTS = {"old-end": "expiry", "new-transfer": "transfer"}
_REQUIRED = ("key", "name", "owners", "evidence", "why")
_OPTIONAL = ("each", "redoes", "dates", "moves_end", "passable", "decides_again")


@dataclass(frozen=True, kw_only=True)
class CompensationStep:
    """One step of the order: whose it is, what shows it, why, and which steps it does again.

    `moves_end` marks the step with which the contract ends later; a `passable` step may be closed
    as not needed; `decides_again` asks for how soon a decision could be taken again.
    """

    key: str
    name: str
    owners: tuple[str, ...]
    evidence: str
    why: str
    each: str | None = None
    redoes: tuple[str, ...] = ()
    dates: tuple[Dated, ...] = ()
    moves_end: bool = False
    passable: bool = False
    decides_again: bool = False


def compensation(of: RuleSet | None = None) -> tuple[CompensationStep, ...]:
    """The order of a rule set, the one that ships unless named. Raises: RuleRefused."""
    return _compensation(of or shipped())


@cache
def _compensation(of: RuleSet) -> tuple[CompensationStep, ...]:
    return read_compensation(of.table("programme", "compensation"), "compensation.toml", of)


def read_compensation(
    table: dict[str, Any], file: str, of: RuleSet | None = None
) -> tuple[CompensationStep, ...]:
    """An order from its table, every name in it resolved. Raises: RuleRefused, UnknownName."""
    for key in ("cite", "standing"):
        if not table.get(key):
            raise _refused(file, f"no {key}")
    steps = tuple(_step(row, f"{file}, step {row.get('key')}", of) for row in table["step"])
    if len({step.key for step in steps}) != len(steps):
        raise _refused(file, "a key used twice")
    return steps


def step_of(key: str, of: RuleSet | None = None) -> CompensationStep:
    """The step of that key. Raises: UnknownName."""
    for step in compensation(of):
        if step.key == key:
            return step
    raise UnknownName(
        f"There is no step {key!r} in the order that makes a no-go good.",
        f"one of {', '.join(step.key for step in compensation(of))}.",
        "name one.",
    )


def _step(row: dict[str, Any], where: str, of: RuleSet | None) -> CompensationStep:
    strange = sorted(set(row) - {*_REQUIRED, *_OPTIONAL})
    missing = [key for key in _REQUIRED if not row.get(key)]
    if strange or missing:
        raise _refused(where, f"keys unknown or missing: {', '.join([*strange, *missing])}")
    if row.get("each") not in _EACH:
        raise _refused(where, f"each is {row['each']!r}")
    for key in row.get("redoes", ()):
        breakdown(of).step(key)
    dates = tuple(_dated(date, where, of) for date in row.get("dates", ()))
    lists = {name: tuple(row.get(name, ())) for name in ("owners", "redoes")}
    return CompensationStep(**{**row, **lists, "dates": dates})


def _dated(row: dict[str, Any], where: str, of: RuleSet | None) -> Dated:
    catalogue(of).versions(row["rule"])
    if row["from"] not in EVENTS:
        raise _refused(where, f"a date counted from {row['from']!r}")
    return Dated(rule=row["rule"], event=EVENTS[row["from"]], what=row["what"])


def _refused(where: str, what: str) -> RuleRefused:
    return RuleRefused(f"{where}: {what}.", "the keys of the other steps.", "mend the file.")
