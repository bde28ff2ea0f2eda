"""All open steps of one person handed over to another, with a receipt of what was handed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.actor import Actor
from models.database import database, reading, writing
from models.log import Entry, locked
from models.people.duties import at_of, open_of
from models.people.four_eyes import refuse_both_sides
from models.people.known import People, people
from models.people.standing_in import sorted_here
from models.projection import write
from models.reasons import stated
from models.rule_sets import rule_set_of
from models.standing import stored
from models.tables import Assignment, Transition
from rules.arithmetic import plural
from rules.breakdown import Breakdown, breakdown
from rules.errors import InputError, StateError

#: One act for each transition: whose steps they were is in the act, and each step by its key.
HANDED_OVER = "steps-handed-over"


def hand_over(
    from_: str,
    to: str,
    reference: str | None,
    *,
    actor: Actor,
    today: date,
    reason: str,
) -> dict[str, Any]:
    """Every open step that one person holds is held by the other, or none; the receipt.

    Of one transition, or of all. Raises: UnknownName, InputError; StateError when there is nothing
    to hand over, when the other left, or may not check what a step checks: every such step named.
    """
    reason = stated(reason, "why they are handed over")
    with writing(database()) as session:
        known = people(session)
        found = transitions_of(session, known, from_, reference)
        held = [locked(session, each.reference) for each in found]
        giver, taker = _two(session, known, from_, to)
        return hand(session, held, known, giver, taker, actor=actor, today=today, reason=reason)


def would_hand_over(from_: str, to: str, reference: str | None) -> dict[str, Any]:
    """What a hand-over would move; nothing is written. Raises: as `hand_over`."""
    with reading(database()) as session:
        known = people(session)
        giver, taker = known.named(from_).name, known.named(to)
        refuse_same(giver, taker.name)
        if taker.left_on:
            raise StateError(f"{taker.name} has left.", "somebody who is here.", "name another.")
        found = _open_in(session, transitions_of(session, known, giver, reference), known, giver)
        _refuse_unfit(session, found, known, giver, taker.name)
        rows = [_shown(session, transition, steps) for transition, steps in found]
        return {"from": giver, "to": taker.name, "transitions": rows}


def hand(
    session: Session,
    held: Sequence[Transition],
    known: People,
    giver: str,
    taker: str,
    *,
    actor: Actor,
    today: date,
    reason: str,
) -> dict[str, Any]:
    """The steps change hands in the caller's transaction, which holds the transitions."""
    found = _open_in(session, held, known, giver)
    _refuse_unfit(session, found, known, giver, taker)
    receipt: dict[str, Any] = {"from": giver, "to": taker, "on": today, "by": actor.name}
    receipt |= {"on_behalf_of": actor.on_behalf_of, "reason": reason, "transitions": []}
    for transition, steps in found:
        data = {"from": giver, "to": taker, "on": today}
        data["steps"] = [str(at_of(row)) for row in steps]
        entry = write(session, transition, actor=actor, act=HANDED_OVER, data=data, reason=reason)
        receipt["transitions"].append({**_shown(session, transition, steps), **_proof(entry)})
    return receipt


def transitions_of(
    session: Session, known: People, person: str, reference: str | None
) -> list[Transition]:
    """The transition of that reference, or all in which a person holds a step, in order."""
    name = known.named(person).name
    if reference:
        return [stored(session, reference).transition]
    ids = {row.transition_id for row in held_by(session, known, name)}
    query = select(Transition).where(col(Transition.id).in_(ids))
    return list(session.exec(query.order_by(Transition.reference)))


def receipt_in_words(receipt: dict[str, Any]) -> str:
    """The receipt as text, to be kept or given to the one who leaves."""
    count = sum(len(each["steps"]) for each in receipt["transitions"])
    behalf = f" on behalf of {receipt['on_behalf_of']}" if receipt["on_behalf_of"] else ""
    lines = [
        f"{plural(count, 'step')} handed over from {receipt['from']} to {receipt['to']} on "
        f"{receipt['on']}, by {receipt['by']}{behalf}.",
        f"Reason: {receipt['reason']}",
    ]
    for each in receipt["transitions"]:
        lines += ["", f"{each['reference']}, log entry {each['entry']} at {each['at']}"]
        lines += [f"SHA-256 {each['digest']}"]
        for step in each["steps"]:
            of = f" {step['council']}" if step["council"] else ""
            lines.append(f"  {step['step']}{of}  {step['name']}")
    lines += ["", "To check: changeover verify; then changeover log REF --json has each digest."]
    return "\n".join(lines) + "\n"


def _two(session: Session, known: People, from_: str, to: str) -> tuple[str, str]:
    """The names of giver and taker; the taker is here, the giver may have gone."""
    giver, taker = known.named(from_), known.named(to)
    refuse_same(giver.name, taker.name)
    if giver.left_on is None:
        return sorted_here(session, known, giver.name, taker.name)
    return giver.name, sorted_here(session, known, taker.name, taker.name)[1]


def held_by(
    session: Session, known: People, name: str, transition: Transition | None = None
) -> list[Assignment]:
    """What a person holds, under any of their names."""
    person = known.named(name)
    names = [person.name, *person.also]
    query = select(Assignment).where(col(Assignment.ended) == "", col(Assignment.person).in_(names))
    if transition:
        query = query.where(Assignment.transition_id == transition.id)
    return list(session.exec(query.order_by(col(Assignment.id))))


def _open_in(
    session: Session, transitions: Sequence[Transition], known: People, giver: str
) -> list[tuple[Transition, list[Assignment]]]:
    """The open steps that a person holds, by transition; those without one are left out."""
    found = [(each, open_of(session, held_by(session, known, giver, each))) for each in transitions]
    return [(transition, steps) for transition, steps in found if steps]


def _refuse_unfit(
    session: Session,
    found: Sequence[tuple[Transition, list[Assignment]]],
    known: People,
    giver: str,
    taker: str,
) -> None:
    """There is something to hand over, and the taker may have each of it. Raises: StateError."""
    if not found:
        raise StateError(
            f"{giver} holds no open step.", "somebody with open steps.", "nothing is to be done."
        )
    faults = []
    for transition, rows in found:
        steps = _steps(session, transition)
        for row in rows:
            try:
                refuse_both_sides(session, transition, known, steps, at_of(row), taker)
            except StateError as error:
                faults.append(f"- {transition.reference}: {error.found}")
    if faults:
        raise StateError(
            "\n".join([f"{plural(len(faults), 'step')} cannot go to {taker}:", *faults]),
            "somebody who may have every one of them; nothing was handed over.",
            "give those steps to others first with `changeover assign`, or name another.",
        )


def refuse_same(giver: str, taker: str) -> None:
    """Raises: InputError where both are one person."""
    if giver == taker:
        raise InputError(
            f"{giver} cannot hand over to themselves.", "two people.", "name another with --to."
        )


def _shown(session: Session, transition: Transition, held: Sequence[Assignment]) -> dict[str, Any]:
    steps = _steps(session, transition)
    rows = [
        {"step": row.key, "council": row.council or None, "name": steps.step(row.key).name}
        for row in held
    ]
    return {"reference": transition.reference, "steps": rows}


def _steps(session: Session, transition: Transition) -> Breakdown:
    """The steps as the transition is planned by them."""
    return breakdown(rule_set_of(session, transition.rule_set))


def _proof(entry: Entry) -> dict[str, Any]:
    return {"entry": entry.sequence, "at": entry.at, "digest": entry.digest}
