"""Go, no-go, and what makes a no-go good."""

from __future__ import annotations

from collections.abc import Iterator

from models.log import canonical
from models.projection.changes import Acts, Change, Data, Extend, Kept, Put, day
from models.tables import Compensation, GoNoGo, NoGo, Transition


def _go(entry: Kept, data: Data) -> Iterator[Change]:
    yield _said(entry, data, outcome="go")


def _no_go(entry: Kept, data: Data) -> Iterator[Change]:
    """A round already under way is joined: its days are those of the latest entry."""
    yield _said(entry, data, outcome="no-go")
    yield Put(
        table=NoGo,
        key={"round": data["round"]},
        values={"until_on": day(data["until_on"]), "sequence": entry.sequence},
        first={
            "council": data["council"],
            "decided_on": day(data["on"]),
            "from_on": day(data["from_on"]),
            "reason": data["reason"],
        },
    )


def _said(entry: Kept, data: Data, *, outcome: str) -> Put:
    values = {
        "outcome": outcome,
        "decided_on": day(data["on"]),
        "by": data["by"],
        "evidence": data["evidence"],
        "round": data["round"],
        "sequence": entry.sequence,
    }
    return Put(table=GoNoGo, key={"council": data["council"]}, values=values)


def _opened(entry: Kept, data: Data) -> Iterator[Change]:
    yield _compensation(entry, data, status="open")


def _recorded(entry: Kept, data: Data) -> Iterator[Change]:
    yield _compensation(
        entry,
        data,
        status=data["status"],
        closed_on=day(data["on"]),
        closed_by=data["by"],
        evidence=data["evidence"],
    )


def _compensation(entry: Kept, data: Data, **values: object) -> Put:
    key = {name: data[name] for name in ("round", "key", "party")}
    return Put(table=Compensation, key=key, values={**values, "sequence": entry.sequence})


def _expiry_moved(entry: Kept, data: Data) -> Iterator[Change]:
    change = canonical({"change": "expiry", "expiry_on": data["until_on"]})
    yield Extend(table=Transition, where={}, column="planning", name="adopted", values=(change,))


ACTS: Acts = {
    "go-recorded": _go,
    "no-go-recorded": _no_go,
    "compensation-opened": _opened,
    "compensation-recorded": _recorded,
    "expiry-moved": _expiry_moved,
}
