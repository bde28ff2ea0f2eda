"""A step given to a person, given to another, or taken off."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from models.actor import Actor
from models.database import database, writing
from models.happened import instance
from models.log import Chained, locked
from models.meanwhile import refuse_closed, refuse_moved_on
from models.people.duties import duties, holder, is_anyone_away
from models.people.four_eyes import refuse_both_sides
from models.people.known import People, people, still_here
from models.projection import write
from models.reasons import stated
from models.standing import situation
from models.tables import SHARED, Person, Transition
from rules.breakdown import Step
from rules.errors import AlreadyRecorded, InputError, StateError
from rules.situation import Situation, StepId


def assign(
    reference: str,
    key: str,
    council: str | None,
    to: str,
    *,
    actor: Actor,
    today: date,
    reason: str = "",
    expect: int | None = None,
) -> dict[str, Any]:
    """The person holds the step from today on; who held it before, and what to mind.

    `reason` is needed to take it from another. Raises: UnknownName, InputError; AlreadyRecorded
    when they hold it or it is closed; StateError for somebody who left, or who may not check it.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        refuse_moved_on(session, transition, expect)
        where, at = _open_step(session, transition, key, council, today)
        known = people(session)
        person = still_here(session, known, to)
        before = holder(session, transition.id, at)
        _refuse_same(known, at, before.person if before else "", person.name)
        if before and not reason.strip():
            raise InputError(
                f"Step {at} is held by {before.person}.",
                "why it goes to another.",
                "give --reason.",
            )
        refuse_both_sides(session, transition, known, where.breakdown, at, person.name)
        data = {"step": at.key, "council": at.council or SHARED, "on": today}
        data |= {"person": person.name, "was": before.person if before else ""}
        entry = write(
            session,
            transition,
            actor=actor,
            act="step-assigned",
            data=data,
            reason=reason.strip(),
        )
        step = where.breakdown.step(at.key)
        return {
            "reference": reference,
            "step": at.key,
            "council": at.council,
            "name": step.name,
            "person": person.name,
            "was": data["was"],
            "entry": entry.sequence,
            "mind": _mind(step, at, person),
        }


def take_off(
    reference: str,
    key: str,
    council: str | None,
    *,
    actor: Actor,
    today: date,
    reason: str,
    expect: int | None = None,
) -> dict[str, Any]:
    """Nobody holds the step: it is its owners' again. Raises: as `assign`."""
    reason = stated(reason, "why it is taken off")
    with writing(database()) as session:
        transition = locked(session, reference)
        refuse_moved_on(session, transition, expect)
        _, at = _open_step(session, transition, key, council, today)
        before = holder(session, transition.id, at)
        if before is None:
            raise StateError(
                f"Nobody holds step {at}.", "a step that somebody holds.", "nothing is to be done."
            )
        data = {"step": at.key, "council": at.council or SHARED, "on": today}
        data["was"] = before.person
        entry = write(
            session,
            transition,
            actor=actor,
            act="step-taken-off",
            data=data,
            reason=reason.strip(),
        )
        return {"reference": reference, **data, "entry": entry.sequence}


def acting_for(
    session: Session, transition: Chained, at: StepId, actor: Actor, today: date
) -> Actor:
    """The actor as the log names them: on behalf of the holder, where they stand in that day."""
    if actor.on_behalf_of or not is_anyone_away(session, transition.id, today):
        return actor
    if holder(session, transition.id, at) is None:
        return actor
    known = people(session)
    duty = duties(session, transition.id, today, known)[at]
    if duty.deputy and known.are_same(duty.deputy, actor.name):
        return Actor(name=actor.name, role=actor.role, on_behalf_of=duty.person)
    return actor


def _open_step(
    session: Session, transition: Transition, key: str, council: str | None, today: date
) -> tuple[Situation, StepId]:
    """The instance, still to be done. Raises: UnknownName, InputError, AlreadyRecorded."""
    where = situation(session, transition.reference, today)
    step = where.breakdown.step(key)
    at = instance(where, step, council)
    refuse_closed(session, transition, where, at)
    return where, at


def _refuse_same(known: People, at: StepId, before: str, person: str) -> None:
    if before and known.are_same(before, person):
        raise AlreadyRecorded(
            f"{person} holds step {at} already.",
            "somebody else, or a step that another holds.",
            "nothing is to be done.",
        )


def _mind(step: Step, at: StepId, person: Person) -> list[str]:
    """What is unusual about the choice, and allowed."""
    roles = {role.casefold() for role in person.roles}
    found = []
    if not roles & {owner.casefold() for owner in step.owners}:
        found.append(f"{person.name} is not known as {' or '.join(step.owners)}")
    if at.council and person.council and person.council != at.council:
        found.append(f"{person.name} is of {person.council}, the step is {at.council}'s")
    return found
