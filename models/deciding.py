"""How a council decided, recorded in one transaction, with the day on which it takes effect."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, select

from models.database import database, reading, writing
from models.happened import Happened, clear_the_way, instance, refuse_blank, refuse_future
from models.log import locked
from models.projection import write
from models.standing import CARRIED, situation
from models.tables import Decision, Transition
from rules.catalogue import catalogue
from rules.dating import Dating
from rules.errors import AlreadyRecorded, InputError, UnknownName
from rules.situation import DecisionId, Situation


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
        at = instance(where, step, decision.council)
        refuse_blank(happened)
        refuse_future(happened, f"The {decision.decision} decision of {decision.council}")
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
            clear_the_way(session, transition, where, at, happened)
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
    """The decision that a council has still to take. Raises: UnknownName, AlreadyRecorded."""
    decision = where.next_decision(council)
    if decision:
        return decision
    for step in where.breakdown:
        if step.decision:
            instance(where, step, council)
    raise AlreadyRecorded(
        f"{council} has taken every decision of {where.reference}.",
        "a council with a decision still to take.",
        f"see `changeover log {where.reference}`.",
    )


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


def _decision(session: Session, transition: Transition, decision: DecisionId) -> Decision:
    return session.exec(
        select(Decision).where(
            Decision.transition_id == transition.id,
            Decision.decision == decision.decision,
            Decision.council == decision.council,
        )
    ).one()
