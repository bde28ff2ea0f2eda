"""Replays a transition's recorded events on a test clock, stepping it after each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from flows.report import Did
from models.actor import Actor
from models.database import database, reading
from models.deciding import record_decision
from models.happened import Happened
from models.recording import record_step
from models.standing import situation, stored
from models.transition_file import EventRow, TransitionFile
from rules.situation import DecisionId, StepId

Step = Callable[[str, date], list[Did]]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One moment of a replay: the day, what happened and what followed.

    `known_before` says that the log held it already when this replay came to it.
    """

    on: date
    what: str
    did: list[Did]
    known_before: bool = False


def replay(file: TransitionFile, step: Step, actor: Actor) -> Iterator[Happening]:
    """Each recorded event in order, with what stepping did after it.

    Everything recorded before is left as it is, and no day is stepped that lies before the last one
    recorded, since what is ready by then was not ready on that day. So a replay that was stopped
    anywhere can be run again and ends in the same state.
    """
    taken_effect: set[date] = set()

    def stepped(day: date) -> list[Did]:
        return step(file.reference, day) if day >= _reached(file.reference) else []

    start = file.clock_from or (file.event[0].on if file.event else file.contract.expiry_on)
    yield Happening(on=start, what="the test clock starts", did=stepped(start))
    for event in file.event:
        for day in sorted(_days_of_effect(file.reference, event.on) - taken_effect):
            taken_effect.add(day)
            yield Happening(on=day, what="a decision takes effect", did=stepped(day))
        recorded = _record(file.reference, event, actor)
        did = stepped(event.on)
        yield Happening(on=event.on, what=_told(event), did=did, known_before=not recorded)


def _reached(reference: str) -> date:
    """The last day on which a step was closed or a council decided; the first of all if none."""
    with reading(database()) as session:
        rows = stored(session, reference)
    closed = [state.closed_on for state in rows.states if state.closed_on]
    decided = [taken.meeting_on for taken in rows.decisions if taken.outcome]
    return max((*closed, *decided), default=date.min)


def _record(reference: str, event: EventRow, actor: Actor) -> bool:
    """Whether the event was recorded now; False when it had been."""
    if _is_recorded(reference, event):
        return False
    happened = Happened(
        on=event.on,
        by=event.by,
        evidence=event.evidence,
        actor=actor,
        today=event.on,
        presume_earlier=event.presume_earlier,
    )
    if event.kind == "step":
        record_step(reference, event.step or "", event.council, happened)
    else:
        decision = DecisionId(event.decision or "", event.council or "")
        record_decision(reference, decision, event.outcome or "", happened, event.published_on)
    return True


def _days_of_effect(reference: str, until: date) -> set[date]:
    """The days from the last recorded to `until`, both included, on which decisions take effect."""
    with reading(database()) as session:
        where = situation(session, reference, until)
    reached = _reached(reference)
    return {day for day in where.effective.values() if reached <= day <= until}


def _is_recorded(reference: str, event: EventRow) -> bool:
    with reading(database()) as session:
        rows = stored(session, reference)
        where = situation(session, reference, event.on)
    if event.kind == "step":
        return StepId(event.step or "", event.council) in where.done
    return any(
        taken.outcome == event.outcome and taken.meeting_on == event.on
        for taken in rows.decisions
        if (taken.decision, taken.council) == (event.decision, event.council)
    )


def _told(event: EventRow) -> str:
    if event.kind == "step":
        return f"step {event.step} recorded: {event.evidence}"
    return f"{event.council} {event.outcome} the {event.decision} decision: {event.evidence}"
