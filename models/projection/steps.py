"""What steps become: open, done on evidence, or presumed."""

from __future__ import annotations

from collections.abc import Iterator

from models.projection.changes import Acts, Add, Change, Data, Kept, Put, day
from models.tables import Evidence, StepState


def _opened(entry: Kept, data: Data) -> Iterator[Change]:
    yield _state(entry, data, status="open")


def _recorded(entry: Kept, data: Data) -> Iterator[Change]:
    yield _state(entry, data, status="done", closed_on=data["on"], closed_by=data["by"])
    yield Add(
        table=Evidence,
        values={
            "key": data["step"],
            "council": data["council"],
            "text": data["evidence"],
            "given_by": data["by"],
            "happened_on": day(data["on"]),
            "sequence": entry.sequence,
        },
    )


def _presumed(entry: Kept, data: Data) -> Iterator[Change]:
    yield _state(entry, data, status="presumed", closed_on=data["by_then"])


def _state(
    entry: Kept,
    data: Data,
    *,
    status: str,
    closed_on: str | None = None,
    closed_by: str | None = None,
) -> Put:
    return Put(
        table=StepState,
        key={"key": data["step"], "council": data["council"]},
        values={
            "status": status,
            "closed_on": day(closed_on),
            "closed_by": closed_by,
            "sequence": entry.sequence,
        },
    )


ACTS: Acts = {
    "step-opened": _opened,
    "step-recorded": _recorded,
    "step-presumed": _presumed,
}
