"""Entries that name an earlier one: what it says is corrected, or its step is open again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.projection.changes import Acts, Amend, Change, Data, Kept, day
from models.tables import Decision, Evidence, Fact, StepState


def _corrected(entry: Kept, data: Data) -> Iterator[Change]:
    """The rows show what is said now; the entries corrected stay as they were."""
    yield from CORRECTED[data["of_act"]](entry, data)


def _step(entry: Kept, data: Data) -> Iterator[Change]:
    closed = {"closed_on": day(data["on"]), "closed_by": data["by"], "sequence": entry.sequence}
    where = {"key": data["step"], "council": data["council"]}
    yield Amend(table=StepState, where=where, values=closed)
    shown = {"text": data["evidence"], "given_by": data["by"], "happened_on": day(data["on"])}
    yield Amend(table=Evidence, where={"sequence": data["chain"][0]}, values=shown)


def _decision(entry: Kept, data: Data) -> Iterator[Change]:
    days = {name: day(data[name]) for name in ("meeting_on", "published_on", "effective_on")}
    where = {name: data[name] for name in ("decision", "council")}
    values = {**days, "note": data["note"], "sequence": entry.sequence}
    yield Amend(table=Decision, where=where, values=values)


def _fact(entry: Kept, data: Data) -> Iterator[Change]:
    given = {name: data[name] for name in ("value", "source", "url", "standing")}
    where = {name: data[name] for name in ("council", "name")}
    yield Amend(table=Fact, where=where, values={**given, "sequence": entry.sequence})


def _reopened(entry: Kept, data: Data) -> Iterator[Change]:
    """What the step was closed on is kept: it was said, and no longer counts."""
    values = {"status": "open", "closed_on": None, "closed_by": None, "sequence": entry.sequence}
    where = {"key": data["step"], "council": data["council"]}
    yield Amend(table=StepState, where=where, values=values)


#: The acts that can be corrected, and what a correction of each changes.
CORRECTED: dict[str, Callable[[Kept, Data], Iterator[Change]]] = {
    "step-recorded": _step,
    "decision-recorded": _decision,
    "fact-recorded": _fact,
}
ACTS: Acts = {"corrected": _corrected, "step-reopened": _reopened}
