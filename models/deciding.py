"""How a council decided, recorded in one transaction, with the day on which it takes effect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, select

from models.database import database, reading, writing
from models.decisions.lives import lives_of
from models.decisions.undoing import undo_what_waited
from models.happened import Happened, clear_the_way, instance, refuse_blank, refuse_future
from models.log import locked
from models.people.assigning import acting_for
from models.projection import write
from models.standing import situation, stored
from models.tables import Decision, Transition
from rules.arithmetic import plural
from rules.dating import Dating
from rules.decisions import Condition, Life, reckon
from rules.errors import AlreadyRecorded, InputError, UnknownName
from rules.situation import DecisionId, Situation


def record_decision(
    reference: str,
    decision: DecisionId,
    outcome: str,
    happened: Happened,
    published_on: date | None = None,
    conditions: Sequence[str] = (),
) -> Decision:
    """How a council decided at the meeting of `happened.on`; the decision as it now stands.

    A decision that carried takes effect on the day its call-in allows, and not before each of its
    conditions is met; noted, deferred and refused leave the step open. Raises: UnknownName,
    InputError, AlreadyRecorded, StepNotReady.
    """
    _refuse_conditions(outcome, conditions)
    with writing(database()) as session:
        transition = locked(session, reference)
        where = situation(session, reference, happened.today)
        step = where.breakdown.deciding(decision.decision)
        at = instance(where, step, decision.council)
        refuse_blank(happened)
        refuse_future(happened, f"The {decision.decision} decision of {decision.council}")
        if where.has_carried(decision) or at in where.done:
            raise AlreadyRecorded(
                f"{decision.council} has taken its {decision.decision} decision already.",
                "a decision that is still to be taken.",
                f"see `changeover decision show {reference}` and `changeover log {reference}`.",
            )
        if published_on and published_on < happened.on:
            raise InputError(
                f"Published on {published_on}, before the meeting of {happened.on}.",
                "publication on or after the meeting.",
                "check both dates.",
            )
        life = _life(session, transition, decision, happened.on, outcome, published_on, conditions)
        if life.carried:
            clear_the_way(session, transition, where, at, happened)
        reckoned = reckon(life, Dating(where).call_in(decision.council))
        data = {
            "decision": decision.decision,
            "council": decision.council,
            "meeting_on": happened.on,
            "outcome": outcome,
            "by": happened.by,
            "note": happened.evidence,
            "published_on": published_on,
            "effective_on": reckoned.on,
            "arithmetic": reckoned.says if life.carried else "",
            **({"conditions": list(conditions)} if conditions else {}),
        }
        actor = acting_for(session, transition, at, happened.actor, happened.today)
        write(session, transition, actor=actor, act="decision-recorded", data=data)
        if life.carried:
            undo_what_waited(session, transition, decision, happened.today)
        session.flush()
        return _decision(session, transition, decision)


def decide_next(
    reference: str,
    council: str,
    decision: str | None,
    outcome: str,
    happened: Happened,
    published_on: date | None = None,
    conditions: Sequence[str] = (),
) -> dict[str, Any]:
    """A council's decision recorded, as plain values; the next it has to take, unless named.

    Raises: as `record_decision`.
    """
    code = council.lower()
    with reading(database()) as session:
        where = situation(session, reference, happened.today)
        wanted = _named(where, decision, code) if decision else _next(where, code)
    record_decision(reference, wanted, outcome, happened, published_on, conditions)
    with reading(database()) as session:
        where = situation(session, reference, happened.today)
        life = lives_of(session, stored(session, reference).decisions)[wanted]
    reckoned = reckon(life, Dating(where).call_in(wanted.council))
    return {
        "reference": reference,
        "council": life.council,
        "decision": life.decision,
        "outcome": life.outcome,
        "meeting_on": life.meeting_on,
        "published_on": life.published_on,
        "effective_on": life.effective_on,
        "arithmetic": reckoned.says,
        "conditions": [condition.text for condition in life.conditions],
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


def _refuse_conditions(outcome: str, conditions: Sequence[str]) -> None:
    """A conditional decision says on what; no other has conditions."""
    if (outcome == "conditional") != bool(conditions) or not all(c.strip() for c in conditions):
        raise InputError(
            f"The outcome is {outcome}, with {plural(len(conditions), 'condition')}.",
            "one condition or more for a conditional decision, none for any other.",
            "give each with --condition, in the words of the minute.",
        )


def _life(
    session: Session,
    transition: Transition,
    decision: DecisionId,
    meeting_on: date,
    outcome: str,
    published_on: date | None,
    conditions: Sequence[str],
) -> Life:
    """The life of a decision just taken; a waiver agreed before it counts."""
    held = _find(session, transition, decision)
    return Life(
        decision=decision.decision,
        council=decision.council,
        meeting_on=meeting_on,
        outcome=outcome,
        published_on=published_on,
        waived_on=held.waived_on if held else None,
        conditions=tuple(
            Condition(number=number, text=text) for number, text in enumerate(conditions, start=1)
        ),
    )


def _decision(session: Session, transition: Transition, decision: DecisionId) -> Decision:
    found = _find(session, transition, decision)
    assert found
    return found


def _find(session: Session, transition: Transition, decision: DecisionId) -> Decision | None:
    return session.exec(
        select(Decision).where(
            Decision.transition_id == transition.id,
            Decision.decision == decision.decision,
            Decision.council == decision.council,
        )
    ).one_or_none()
