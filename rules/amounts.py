"""Amounts that a council or a contract sets, put into a count in place of the usual ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rules.count import Count
from rules.counting import Unit
from rules.errors import RuleRefused
from rules.ways import find

#: The units an amount may be given in.
AMOUNTS = ("clear_working_days", "clear_days", "working_days", "days", "weeks", "months")


def amount_of(value: Any, where: str) -> tuple[str, int]:
    """The one unit and number of an amount such as `{ working_days = 5 }`."""
    if not isinstance(value, dict) or len(value) != 1:
        raise _refused(where, value, "give one amount, such as { working_days = 5 }")
    unit, number = next(iter(value.items()))
    if unit not in AMOUNTS or not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise _refused(where, value, f"use one of {', '.join(AMOUNTS)}, 1 or more")
    return unit, number


def recount(old: Count, value: Any, where: str, *, own_days: bool = False) -> Count:
    """The old count with the amount of `value`; its direction, its reading and its way are kept.

    With `own_days` a count of clear days keeps the kind of day it counts: the strictest reading of
    a notice stays strict when a council lengthens it.
    """
    unit, number = amount_of(value, where)
    backward = find(old.primitive).backward
    clear = replace(old, days=number, weeks=None, months=None)
    if own_days and old.primitive.startswith("clear-days") and unit.startswith("clear"):
        return clear
    if unit in ("clear_working_days", "clear_days"):
        primitive = "clear-days-before" if backward else "clear-days-elapsed"
        days: Unit = "working" if unit == "clear_working_days" else "calendar"
        return replace(clear, primitive=primitive, unit=days)
    if old.primitive == "clear-days-elapsed" and unit in ("working_days", "days"):
        days = "working" if unit == "working_days" else "calendar"
        return replace(clear, primitive="clear-days-elapsed", unit=days)
    side = "before" if backward else "after"
    if unit == "working_days":
        primitive = "working-days-before" if backward else "nth-working-day-after"
        return replace(clear, primitive=primitive)
    if unit == "days":
        return replace(clear, primitive=f"days-{side}", unit="calendar")
    same_kind = old.primitive.startswith(unit)
    amounts = {"days": None, "weeks": None, "months": None, unit: number}
    primitive = old.primitive if same_kind else f"{unit}-{side}"
    return replace(old, primitive=primitive, unit="calendar", **amounts)  # type: ignore[arg-type]


def _refused(where: str, value: Any, remedy: str) -> RuleRefused:
    return RuleRefused(f"{where}: {value!r}.", "one amount in one unit.", f"{remedy}.")
