"""Replays a transition's recorded events on a test clock, stepping it after each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flows.report import Did
from models.database import database, reading
from models.intake import COMMENCEMENT
from models.recording import Happened, record_decision, record_step
from models.standing import situation, stored
from models.transition_file import CompareRow, EventRow, TransitionFile
from rules import almanac
from rules.arithmetic import spoken
from rules.calendars import WorkingCalendar
from rules.catalogue import OWN_CALENDARS, catalogue
from rules.deadlines import apply_rule
from rules.policy import Policy
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


def replay(file: TransitionFile, step: Step, actor: str) -> Iterator[Happening]:
    """Each recorded event in order, with what stepping did after it.

    Everything recorded before is left as it is, so a replay that was stopped anywhere can be run
    again and ends in the same state.
    """
    start = file.clock_from or (file.event[0].on if file.event else file.contract.expiry_on)
    yield Happening(on=start, what="the test clock starts", did=step(file.reference, start))
    for event in file.event:
        for day in _days_of_effect(file.reference, event.on):
            did = step(file.reference, day)
            yield Happening(on=day, what="a decision takes effect", did=did)
        recorded = _record(file.reference, event, actor)
        did = step(file.reference, event.on)
        yield Happening(on=event.on, what=_told(event), did=did, known_before=not recorded)


def compare(file: TransitionFile) -> list[dict[str, Any]]:
    """What the engine says of each date beside what the public record says."""
    policies = _policies(file)
    return [
        {
            "what": row.what,
            "rule": row.rule,
            **_said(row, policies.get(row.council or "", _USUAL)),
            "record": row.record,
            "record_on": row.record_on,
            "source": row.source,
        }
        for row in file.compare
    ]


def unknown(file: TransitionFile) -> dict[str, list[str]]:
    """What the replay could not know: facts that are gaps, and steps without a record."""
    with reading(database()) as session:
        presumed = sorted(
            (state.key, state.council)
            for state in stored(session, file.reference).states
            if state.status == "presumed"
        )
        where = situation(session, file.reference, file.contract.expiry_on)
    by_key: dict[str, list[str]] = {}
    for key, council in presumed:
        by_key.setdefault(key, []).append(council)
    order = list(where.breakdown.steps)
    return {
        "facts": [f"{fact.name}: {fact.source}" for fact in file.fact if fact.standing == "gap"],
        "steps": [
            f"{key} {where.breakdown.step(key).name}{_whose(by_key[key])}"
            for key in sorted(by_key, key=order.index)
        ],
    }


_USUAL = Policy(code="usual", name="no council named")


def _policies(file: TransitionFile) -> dict[str, Policy]:
    with reading(database()) as session:
        parties = situation(session, file.reference, file.contract.expiry_on).parties
    return {party.code: party.policy for party in parties}


def _said(row: CompareRow, policy: Policy) -> dict[str, Any]:
    if row.rule == COMMENCEMENT:
        day = row.event + timedelta(days=1)
        words = f"The day after the contract's last day, {spoken(row.event)}, is {spoken(day)}."
        return {"engine": day, "strictest": None, "arithmetic": words}

    def calendars(name: str) -> WorkingCalendar:
        return policy.working_calendar() if name in OWN_CALENDARS else almanac.calendar(name)

    rule = policy.govern(catalogue().rule(row.rule, row.event))
    found = apply_rule(rule, row.event, calendars)
    day, safe = found.not_before or found.legal_limit, found.safe_limit
    return {
        "engine": day,
        "strictest": safe if safe != day else None,
        "arithmetic": found.arithmetic,
    }


def _record(reference: str, event: EventRow, actor: str) -> bool:
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


def _days_of_effect(reference: str, until: date) -> list[date]:
    """The days up to and including `until` on which decisions take effect that are still open."""
    with reading(database()) as session:
        where = situation(session, reference, until)
    return sorted(
        {
            day
            for decision, day in where.effective.items()
            if day <= until and not where.closed_on(where.deciding(decision))
        }
    )


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


def _whose(councils: list[str]) -> str:
    named = [council for council in councils if council]
    return f" ({', '.join(named)})" if named else ""
