"""The dates of a paper, each told once: its limits, and those of several councils, in one row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from models.paper_facts import DateWorked

#: The limit that a row begins with, where it has it.
_LIMIT = "last day"


class Limit(NamedTuple):
    """One day of a date; `kind` says what it is: `last day`, `safe last day`, `target`."""

    day: date
    kind: str


class DateTold(NamedTuple):
    """A date as a paper tells it: the day that binds, and the others worked out with it.

    The rest is as in `DateWorked`.
    """

    what: str
    day: date
    kind: str
    also: tuple[Limit, ...]
    rule: str
    arithmetic: str
    reading: str
    standing: str
    cite: str
    url: str


def told_once(dates: Iterable[DateWorked]) -> tuple[DateTold, ...]:
    """The dates in the order given, those that are worked out in the same words as one."""
    alike: dict[tuple[str, str, str, str], list[DateWorked]] = {}
    for each in dates:
        key = (each.what, each.rule, each.arithmetic, each.reading)
        alike.setdefault(key, []).append(each)
    return tuple(_told(group) for group in alike.values())


def _told(group: list[DateWorked]) -> DateTold:
    limits = sorted({Limit(each.day, each.kind) for each in group})
    first = next((limit for limit in limits if limit.kind == _LIMIT), limits[0])
    one = group[0]
    return DateTold(
        what=one.what,
        day=first.day,
        kind=first.kind,
        also=tuple(limit for limit in limits if limit != first),
        rule=one.rule,
        arithmetic=one.arithmetic,
        reading=one.reading,
        standing=one.standing,
        cite=one.cite,
        url=one.url,
    )
