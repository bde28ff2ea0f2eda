"""From a log entry to the state it leads to: the only place where step states and decisions change.

Writing an entry applies it in the same transaction; replaying a whole log through `apply` gives
the same rows again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from models.actor import Actor
from models.log import append, canonical
from models.tables import Decision, Effect, Evidence, Fact, LogEntry, StepState, Transition

Data = dict[str, Any]
#: A table whose rows are known by the names they bear within a transition.
Row = TypeVar("Row", StepState, Decision, Fact)


def write(
    session: Session,
    transition: Transition,
    *,
    actor: Actor,
    act: str,
    data: Data,
    reason: str = "",
) -> LogEntry:
    """Append an entry and apply it, in the caller's transaction."""
    entry = append(session, transition, actor=actor, act=act, data=data, reason=reason)
    apply(session, entry)
    return entry


def apply(session: Session, entry: LogEntry) -> None:
    """The rows are as the entry leaves them; an act that changes no row is only kept."""
    change = _CHANGES.get(entry.act)
    if change:
        change(session, entry, json.loads(entry.data))


def _step_opened(session: Session, entry: LogEntry, data: Data) -> None:
    _step(session, entry, data, status="open")


def _step_recorded(session: Session, entry: LogEntry, data: Data) -> None:
    _step(session, entry, data, status="done", closed_on=data["on"], closed_by=data["by"])
    session.add(
        Evidence(
            transition_id=entry.transition_id,
            key=data["step"],
            council=data["council"],
            text=data["evidence"],
            given_by=data["by"],
            happened_on=date.fromisoformat(data["on"]),
            sequence=entry.sequence,
        )
    )


def _step_presumed(session: Session, entry: LogEntry, data: Data) -> None:
    _step(session, entry, data, status="presumed", closed_on=data["by_then"])


def _step(
    session: Session,
    entry: LogEntry,
    data: Data,
    *,
    status: str,
    closed_on: str | None = None,
    closed_by: str | None = None,
) -> None:
    named = {"key": data["step"], "council": data["council"]}
    state = _held(session, StepState, entry, named) or StepState(
        transition_id=entry.transition_id,
        **named,
        status=status,
        sequence=entry.sequence,
    )
    state.status, state.sequence = status, entry.sequence
    state.closed_on = date.fromisoformat(closed_on) if closed_on else None
    state.closed_by = closed_by
    session.add(state)


def _meeting_chosen(session: Session, entry: LogEntry, data: Data) -> None:
    _decision(session, entry, data)


def _meeting_withdrawn(session: Session, entry: LogEntry, data: Data) -> None:
    session.delete(_decision(session, entry, data))


def _decision_recorded(session: Session, entry: LogEntry, data: Data) -> None:
    decision = _decision(session, entry, data)
    decision.outcome, decision.note = data["outcome"], data["note"]
    decision.published_on = _day(data["published_on"])
    decision.effective_on = _day(data["effective_on"])


def _decision(session: Session, entry: LogEntry, data: Data) -> Decision:
    meeting_on = date.fromisoformat(data["meeting_on"])
    named = {name: data[name] for name in ("decision", "council")}
    decision = _held(session, Decision, entry, named) or Decision(
        transition_id=entry.transition_id,
        **named,
        meeting_on=meeting_on,
        sequence=entry.sequence,
    )
    decision.meeting_on, decision.sequence = meeting_on, entry.sequence
    session.add(decision)
    return decision


def _scenario_adopted(session: Session, entry: LogEntry, data: Data) -> None:
    transition = session.get_one(Transition, entry.transition_id)
    adopted = [*transition.planning.get("adopted", ()), *map(canonical, data["changes"])]
    transition.planning = {**transition.planning, "adopted": adopted}
    session.add(transition)


def _fact_recorded(session: Session, entry: LogEntry, data: Data) -> None:
    named = {name: data[name] for name in ("council", "name")}
    fact = _held(session, Fact, entry, named) or Fact(
        transition_id=entry.transition_id, **data, sequence=entry.sequence
    )
    fact.value, fact.source, fact.url = data["value"], data["source"], data["url"]
    fact.standing, fact.sequence = data["standing"], entry.sequence
    session.add(fact)


def _effect_claimed(session: Session, entry: LogEntry, data: Data) -> None:
    """A second claim, of what a crash left unmade, takes the place of the first."""
    effect = session.exec(
        select(Effect).where(Effect.transition_id == entry.transition_id, Effect.key == data["key"])
    ).one_or_none() or Effect(
        transition_id=entry.transition_id, **data, claimed_at_sequence=entry.sequence
    )
    effect.path, effect.digest = data["path"], data["digest"]
    effect.claimed_at_sequence = entry.sequence
    session.add(effect)


def _effect_settled(session: Session, entry: LogEntry, data: Data) -> None:
    effect = session.exec(
        select(Effect).where(Effect.transition_id == entry.transition_id, Effect.key == data["key"])
    ).one()
    effect.settled_at_sequence = entry.sequence
    session.add(effect)


def _held(session: Session, table: type[Row], entry: LogEntry, named: dict[str, str]) -> Row | None:
    """The row of the entry's transition that bears these names, if there is one."""
    query = select(table).where(col(table.transition_id) == entry.transition_id)
    for name, value in named.items():
        query = query.where(getattr(table, name) == value)
    return session.exec(query).one_or_none()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_CHANGES: dict[str, Callable[[Session, LogEntry, Data], None]] = {
    "step-opened": _step_opened,
    "step-recorded": _step_recorded,
    "step-presumed": _step_presumed,
    "meeting-chosen": _meeting_chosen,
    "meeting-withdrawn": _meeting_withdrawn,
    "decision-recorded": _decision_recorded,
    "fact-recorded": _fact_recorded,
    "scenario-adopted": _scenario_adopted,
    "effect-claimed": _effect_claimed,
    "effect-settled": _effect_settled,
}
