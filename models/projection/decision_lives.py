"""What happens to a decision once it is taken, and to what waited for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.projection.changes import Acts, Amend, Change, Data, Drop, Kept, Put, day
from models.tables import Decision, DecisionCondition, Effect, StepState


def _life(*days: str) -> Callable[[Kept, Data], Iterator[Change]]:
    """The decision holds these days of the entry, and takes effect when the entry says."""

    def changes(entry: Kept, data: Data) -> Iterator[Change]:
        values = {name: day(data[name]) for name in (*days, "effective_on")}
        held = {**values, "sequence": entry.sequence}
        yield Amend(table=Decision, where=_key(data), values=held)

    return changes


def _reheard(entry: Kept, data: Data) -> Iterator[Change]:
    yield from _life("reheard_on")(entry, data)
    yield Amend(table=Decision, where=_key(data), values={"reheard": data["reheard"]})


def _condition_met(entry: Kept, data: Data) -> Iterator[Change]:
    met = {"met_on": day(data["on"]), "met_by": data["by"], "evidence": data["evidence"]}
    where = {**_key(data), "number": data["number"]}
    yield Amend(table=DecisionCondition, where=where, values={**met, "sequence": entry.sequence})
    yield from _life()(entry, data)


def _step_undone(entry: Kept, data: Data) -> Iterator[Change]:
    """What the step was closed on is kept: it happened, and no longer counts."""
    values = {"status": "open", "closed_on": None, "closed_by": None, "sequence": entry.sequence}
    key = {"key": data["step"], "council": data["council"]}
    yield Put(table=StepState, key=key, values=values)


def _gate_closed(entry: Kept, data: Data) -> Iterator[Change]:
    yield Drop(table=Effect, where={"key": f"gate:{data['step']}"})


def _key(data: Data) -> dict[str, str]:
    return {name: data[name] for name in ("decision", "council")}


ACTS: Acts = {
    "decision-published": _life("published_on"),
    "call-in-waived": _life("waived_on"),
    "decision-called-in": _life("called_in_on"),
    "decision-released": _life("released_on"),
    "decision-referred-back": _life("referred_back_on"),
    "decision-reheard": _reheard,
    "condition-met": _condition_met,
    "step-undone": _step_undone,
    "gate-closed": _gate_closed,
}
