"""What a person records: that a step happened, or how a council decided. One transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, select

from models.database import database, reading, writing
from models.log import locked
from models.projection import write
from models.standing import CARRIED, situation
from models.tables import SHARED, Decision, Transition
from rules.arithmetic import spoken
from rules.breakdown import Step
from rules.catalogue import catalogue
from rules.dating import Dating
from rules.errors import AlreadyRecorded, InputError, StepNotReady, UnknownName
from rules.situation import DecisionId, Situation, StepId


@dataclass(frozen=True, kw_only=True)
class Happened:
    """When something happened, who did it, what shows it, and who says so.

    `presume_earlier` takes open steps that had to come first as done, and logs each as presumed:
    for a transition whose earlier record is not to be had.
    """

    on: date
    by: str
    evidence: str
    actor: str
    today: date
    presume_earlier: bool = False


def record_step(reference: str, key: str, council: str | None, happened: Happened) -> int:
    """The step is closed, on its evidence; the number of the log entry that says so.

    Raises: UnknownName, InputError, AlreadyRecorded; StepNotReady when something that must come
    first is open, or a decision it needs had not taken effect.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        where = situation(session, reference, happened.today)
        step = where.breakdown.step(key)
        at = _instance(where, step, council)
        if step.decision:
            raise InputError(
                f"Step {key} ({step.name}) is a decision.",
                "an outcome, not a record.",
                f"use `changeover decide {reference} COUNCIL --meeting DATE --outcome OUTCOME`.",
            )
        _refuse_blank(happened)
        _refuse_future(happened, f"Step {at}")
        if at in where.done:
            raise AlreadyRecorded(
                f"Step {at} ({step.name}) was recorded as done on {spoken(where.done[at])}.",
                "a step that is still open.",
                f"see `changeover log {reference}` for who recorded it.",
            )
        _clear_the_way(session, transition, where, at, happened)
        entry = write(
            session,
            transition,
            actor=happened.actor,
            act="step-recorded",
            data=_step_data(at, happened),
        )
        return entry.sequence


def record_decision(
    reference: str,
    decision: DecisionId,
    outcome: str,
    happened: Happened,
    published_on: date | None = None,
) -> Decision:
    """How a council decided at the meeting of `happened.on`; the decision as it now stands.

    A decision that carried takes effect on the day its call-in allows; noted, deferred and refused
    leave the step open. Raises: UnknownName, InputError, AlreadyRecorded, StepNotReady.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        where = situation(session, reference, happened.today)
        step = where.breakdown.deciding(decision.decision)
        at = _instance(where, step, decision.council)
        _refuse_blank(happened)
        _refuse_future(happened, f"The {decision.decision} decision of {decision.council}")
        if decision in where.effective or at in where.done:
            raise AlreadyRecorded(
                f"{decision.council} has taken its {decision.decision} decision already.",
                "a decision that is still to be taken.",
                f"see `changeover log {reference}`.",
            )
        if published_on and published_on < happened.on:
            raise InputError(
                f"Published on {published_on}, before the meeting of {happened.on}.",
                "publication on or after the meeting.",
                "check both dates.",
            )
        carried = outcome in CARRIED
        if carried:
            _clear_the_way(session, transition, where, at, happened)
        data = {
            "decision": decision.decision,
            "council": decision.council,
            "meeting_on": happened.on,
            "outcome": outcome,
            "by": happened.by,
            "note": happened.evidence,
            "published_on": published_on,
            **_effect(where, decision, happened.on, published_on, carried=carried),
        }
        write(session, transition, actor=happened.actor, act="decision-recorded", data=data)
        session.flush()
        return _decision(session, transition, decision)


def decide_next(
    reference: str,
    council: str,
    decision: str | None,
    outcome: str,
    happened: Happened,
    published_on: date | None = None,
) -> dict[str, Any]:
    """A council's decision recorded, as plain values; the next it has to take, unless named.

    Raises: as `record_decision`.
    """
    code = council.lower()
    with reading(database()) as session:
        where = situation(session, reference, happened.today)
        wanted = _named(where, decision, code) if decision else _next(where, code)
    taken = record_decision(reference, wanted, outcome, happened, published_on)
    arithmetic = ""
    if taken.effective_on:
        arithmetic = (
            Dating(where, catalogue()).effective(wanted, happened.on, published_on).arithmetic
        )
    return {
        "reference": reference,
        "council": taken.council,
        "decision": taken.decision,
        "outcome": taken.outcome,
        "meeting_on": taken.meeting_on,
        "published_on": taken.published_on,
        "effective_on": taken.effective_on,
        "arithmetic": arithmetic,
    }


def _named(where: Situation, decision: str, council: str) -> DecisionId:
    names = [step.decision for step in where.breakdown if step.decision]
    if decision not in names:
        raise UnknownName(
            f"There is no decision {decision!r}.", f"one of {', '.join(names)}.", "name one."
        )
    return DecisionId(decision, council)


def _next(where: Situation, council: str) -> DecisionId:
    """The decision that a council has still to take."""
    for step in where.breakdown:
        if not step.decision:
            continue
        at = _instance(where, step, council)
        decision = DecisionId(step.decision, council)
        if where.closed_on(at) is None and decision not in where.effective:
            return decision
    raise AlreadyRecorded(
        f"{council} has taken every decision of {where.reference}.",
        "a council with a decision still to take.",
        f"see `changeover log {where.reference}`.",
    )


def _instance(where: Situation, step: Step, council: str | None) -> StepId:
    wanted = council.lower() if council else None
    instances = where.instances(step)
    if step.each is None:
        if wanted:
            raise InputError(
                f"Step {step.key} ({step.name}) is shared by all councils.",
                "no council.",
                "leave out --council.",
            )
        return instances[0]
    names = [at.council for at in instances if at.council]
    if wanted not in names:
        raise UnknownName(
            f"Step {step.key} has no instance for {council!r}."
            if council
            else f"Step {step.key} ({step.name}) is done by each {step.each}.",
            f"one of {', '.join(names)}.",
            "name one with --council.",
        )
    return StepId(step.key, wanted)


def _refuse_blank(happened: Happened) -> None:
    """Nothing is closed without saying who did it and what shows it."""
    for name, text in (("by", happened.by), ("evidence", happened.evidence)):
        if not text.strip():
            raise InputError(
                f"--{name} is empty.", "who did it, and what shows it.", f"give --{name}."
            )


def _refuse_future(happened: Happened, what: str) -> None:
    if happened.on > happened.today:
        raise InputError(
            f"{what} is said to have happened on {spoken(happened.on)}, which is still to come.",
            f"a day up to today, {spoken(happened.today)}.",
            "record it when it has happened.",
        )


def _clear_the_way(
    session: Session, transition: Transition, where: Situation, at: StepId, happened: Happened
) -> None:
    """Everything that must come first is closed, or is now presumed. Raises: StepNotReady."""
    _refuse_before_effect(where, at, happened.on)
    missing = [b for b in _all_before(where, at) if not _is_over(where, b)]
    if not missing:
        return
    if not happened.presume_earlier:
        names = "; ".join(f"{b} ({where.breakdown.step(b.key).name})" for b in missing)
        raise StepNotReady(
            f"Step {at} cannot be closed: still open before it: {names}.",
            "every step before it recorded first.",
            "record them; or, where their record is not to be had, add --presume-earlier.",
        )
    for before in missing:
        data = {"step": before.key, "council": before.council or SHARED, "by_then": happened.on}
        data["because"] = f"no record of it; step {at} happened, which it must precede"
        write(session, transition, actor=happened.actor, act="step-presumed", data=data)


def _refuse_before_effect(where: Situation, at: StepId, on: date) -> None:
    """Nothing that needs a decision may start before it takes effect."""
    for before in _all_before(where, at):
        effective = where.effective.get(_taken_at(where, before))
        if effective and on < effective:
            decision = _taken_at(where, before)
            raise StepNotReady(
                f"Step {at} cannot have happened on {spoken(on)}: the {decision.decision} decision "
                f"of {decision.council} takes effect on {spoken(effective)}.",
                f"a day on or after {spoken(effective)}.",
                "wait for the call-in period to run out, or record the waiver first.",
            )


def _is_over(where: Situation, at: StepId) -> bool:
    """Whether a step is closed, or is a decision known to take effect: its day is then proved."""
    return where.closed_on(at) is not None or _taken_at(where, at) in where.effective


def _taken_at(where: Situation, at: StepId) -> DecisionId:
    """The decision taken at an instance; one that nobody takes where it is no decision."""
    return DecisionId(where.breakdown.step(at.key).decision or "", at.council or "")


def _all_before(where: Situation, at: StepId) -> list[StepId]:
    """Every needed instance that must come before this one, in the order of the breakdown."""
    found: set[StepId] = set()
    waiting = where.predecessors(at)
    while waiting:
        before = waiting.pop()
        if before not in found and where.is_needed(where.breakdown.step(before.key)):
            found.add(before)
            waiting += where.predecessors(before)
    return sorted(found, key=lambda b: (list(where.breakdown.steps).index(b.key), b.council or ""))


def _effect(
    where: Situation,
    decision: DecisionId,
    meeting_on: date,
    published_on: date | None,
    *,
    carried: bool,
) -> dict[str, object]:
    if not carried:
        return {"effective_on": None, "arithmetic": ""}
    dating = Dating(where, catalogue())
    deadline = dating.effective(decision, meeting_on, published_on)
    assumed = (
        ""
        if published_on
        else " Publication is not recorded: two working days after the meeting is taken."
    )
    return {"effective_on": deadline.not_before, "arithmetic": deadline.arithmetic + assumed}


def _step_data(at: StepId, happened: Happened) -> dict[str, object]:
    return {
        "step": at.key,
        "council": at.council or SHARED,
        "on": happened.on,
        "by": happened.by,
        "evidence": happened.evidence,
    }


def _decision(session: Session, transition: Transition, decision: DecisionId) -> Decision:
    return session.exec(
        select(Decision).where(
            Decision.transition_id == transition.id,
            Decision.decision == decision.decision,
            Decision.council == decision.council,
        )
    ).one()
