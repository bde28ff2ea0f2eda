"""Alerts raised, escalated, acknowledged, and lapsed because what they were of has gone."""

from __future__ import annotations

from collections.abc import Iterator

from models.projection.changes import Acts, Add, Amend, Change, Data, Kept, day
from models.tables import Alert

_AS_SAID = ("step", "council", "level", "whom", "rule", "says")
_DAYS = ("limit_on", "reached_on", "raised_on", "escalate_on")


def _raised(entry: Kept, data: Data) -> Iterator[Change]:
    """The alert stands, in the place of those on the same deadline that were less grave."""
    values = {name: data[name] for name in _AS_SAID} | {name: day(data[name]) for name in _DAYS}
    yield Add(table=Alert, values={**values, "sequence": entry.sequence})
    for sequence in data.get("supersedes", ()):
        yield _closed(entry, sequence, "superseded")


def _escalated(entry: Kept, data: Data) -> Iterator[Change]:
    """The manager's own alert; those it comes from are not escalated again."""
    yield from _raised(entry, data)
    for sequence in data["escalated_from"]:
        yield Amend(table=Alert, where={"sequence": sequence}, values={"escalate_on": None})


def _acknowledged(entry: Kept, data: Data) -> Iterator[Change]:
    yield _closed(entry, data["alert"], "acknowledged")


def _lapsed(entry: Kept, data: Data) -> Iterator[Change]:
    yield _closed(entry, data["alert"], "lapsed")


def _closed(entry: Kept, sequence: int, act: str) -> Amend:
    values = {"closed_by_act": act, "closed_by": entry.actor}
    return Amend(table=Alert, where={"sequence": sequence}, values=values)


ACTS: Acts = {
    "alert-raised": _raised,
    "alert-escalated": _escalated,
    "alert-acknowledged": _acknowledged,
    "alert-lapsed": _lapsed,
}
