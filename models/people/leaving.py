"""Somebody leaves: nothing is left with them, and what only they needed is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.actor import Actor
from models.alerts.digests import key_of_digest
from models.database import database, writing
from models.log import locked
from models.outbox.forgetting import addressed_in, forget
from models.people.duties import at_of, open_of, stand_ins
from models.people.handing_over import hand, held_by, refuse_same
from models.people.known import People, names_of, people, still_here
from models.people.standing_in import close, sorted_here
from models.projection import write
from models.reasons import stated
from models.tables import Alert, Assignment, Person, StandIn, Transition
from rules.arithmetic import plural, spoken
from rules.errors import InputError, MovedOn, StateError


def leave(
    name: str, on: date, *, to: str | None, actor: Actor, today: date, reason: str
) -> dict[str, Any]:
    """The person has left with the end of that day, holds no step and stands in for nobody.

    Their open steps are handed over to `to`, all or none, as by a hand-over, whose receipt is in
    the answer; closed ones, were they opened again, are their owners'. Their e-mail address is
    forgotten wherever it stands. Raises: UnknownName, InputError; StateError while they hold open
    steps and nobody is named, or while they are to stand in for another.
    """
    _refuse_future(on, today)
    with writing(database()) as session:
        known = people(session)
        person = known.named(name)
        if person.left_on:
            raise StateError(
                f"{person.name} left on {spoken(person.left_on)}.", "somebody who is here.", ""
            )
        held = _hold(session, known, person)
        taker = sorted_here(session, known, person.name, to)[1] if to else ""
        refuse_same(person.name, taker)
        person = still_here(session, known, person.name)
        if _concerned(session, known, person) - {each.id for each in held}:
            raise MovedOn(
                f"{person.name} was given something meanwhile.", "no change.", "do it again."
            )
        receipt = _hand_over(session, held, known, person, taker, actor, today, reason)
        for transition in held:
            _let_go(session, transition, known, person, on, actor, reason)
        address = _own_address(known, person)
        dropped = sum(_forget(session, each, person, address, actor) for each in held)
        person.left_on, person.email, person.manager = on, "", ""
        person.changed_by = actor.name
        session.add(person)
        return {
            "name": person.name,
            "left_on": on,
            "receipt": receipt,
            "messages_dropped": dropped,
            "was_manager_of": [
                each.name
                for each in known
                if each.manager and known.are_same(each.manager, person.name)
            ],
        }


def _hold(session: Session, known: People, person: Person) -> list[Transition]:
    """The transitions that have to do with a person, each held until the transaction ends."""
    ids = _concerned(session, known, person)
    query = select(Transition.reference).where(col(Transition.id).in_(ids))
    return [locked(session, each) for each in sorted(session.exec(query).all())]


def _concerned(session: Session, known: People, person: Person) -> set[int | None]:
    """Where the person holds a step, stands in or is stood in for, or is written to."""
    names = names_of(person)
    agreed = select(StandIn.transition_id).where(
        col(StandIn.absent).in_(names) | col(StandIn.deputy).in_(names)
    )
    return {
        *(row.transition_id for row in held_by(session, known, person.name)),
        *session.exec(agreed),
        *addressed_in(session, _own_address(known, person)),
    }


def _forget(
    session: Session,
    transition: Transition,
    person: Person,
    address: str,
    actor: Actor,
) -> int:
    """No message has the address; how many that told the person by name were dropped."""
    if not address:
        return 0
    query = select(Alert).where(
        Alert.transition_id == transition.id, col(Alert.whom).in_(names_of(person))
    )
    theirs = {key_of_digest(alert.sequence) for alert in session.exec(query)}
    return forget(session, transition, address, theirs, actor)


def _own_address(known: People, person: Person) -> str:
    """The address that nobody else who is here is written to at; empty for one that is shared."""
    shared = {each.email.casefold() for each in known if each is not person and not each.left_on}
    return "" if person.email.casefold() in shared else person.email


def _hand_over(
    session: Session,
    held: Sequence[Transition],
    known: People,
    person: Person,
    taker: str,
    actor: Actor,
    today: date,
    reason: str,
) -> dict[str, Any] | None:
    """The receipt of what was handed over; None when nothing was open. Raises: StateError."""
    rows = open_of(session, held_by(session, known, person.name))
    if not rows:
        return None
    if not taker:
        references = {each.id: each.reference for each in held}
        named = "; ".join(f"{references[row.transition_id]} {at_of(row)}" for row in rows)
        raise StateError(
            f"{person.name} holds {plural(len(rows), 'open step')}: {named}.",
            "nobody who leaves with open steps.",
            "say who takes them with --to; or first `changeover hand-over`, `changeover assign`.",
        )
    reason = stated(reason, "why the steps go over")
    return hand(session, held, known, person.name, taker, actor=actor, today=today, reason=reason)


def _let_go(
    session: Session,
    transition: Transition,
    known: People,
    person: Person,
    on: date,
    actor: Actor,
    reason: str,
) -> None:
    """Closed steps are nobody's, were they opened again; nobody stands in for the person.

    Raises: StateError where they are still to stand in for another.
    """
    for each in stand_ins(session, transition.id):
        if each.until_on <= on or each.until_on < each.from_on:
            continue
        if known.are_same(each.deputy, person.name):
            raise StateError(
                f"{person.name} stands in for {each.absent} until {spoken(each.until_on)} "
                f"({transition.reference}, entry {each.sequence}).",
                "nobody who leaves while they stand in.",
                f'end it with `changeover stand-in {transition.reference} --for "{each.absent}" '
                "--ends DATE`, and agree another.",
            )
        if known.are_same(each.absent, person.name):
            close(session, transition, each, on, actor, f"{person.name} left")
    rows: list[Assignment] = held_by(session, known, person.name, transition)
    if rows:
        data = {"person": person.name, "on": on, "steps": [str(at_of(row)) for row in rows]}
        write(session, transition, actor=actor, act="person-left", data=data, reason=reason.strip())


def _refuse_future(on: date, today: date) -> None:
    if on > today:
        raise InputError(
            f"{spoken(on)} is still to come.",
            f"a last day up to today, {spoken(today)}.",
            "hand the steps over now with `changeover hand-over`; say who left when they have.",
        )
