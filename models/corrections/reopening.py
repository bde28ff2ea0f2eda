"""A closed step opened again, and with it every closed step that rested on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, select

from models.actor import Actor
from models.database import database, reading, writing
from models.happened import instance
from models.log import locked
from models.meanwhile import entry_that_closed, refuse_moved_on
from models.people.assigning import acting_for
from models.projection import write
from models.reasons import refuse_no_reason
from models.standing import situation, stored
from models.tables import SHARED, Effect, Transition
from rules.errors import InputError, StateError
from rules.reopening import Reopened, carried, reopened_with
from rules.situation import Situation


def would_reopen(reference: str, key: str, council: str | None, today: date) -> dict[str, Any]:
    """What reopening a step would open; nothing is written. Raises: as `reopen`."""
    with reading(database()) as session:
        transition = stored(session, reference).transition
        where, found = _found(session, transition, key, council, today)
        return _shown(session, transition, where, found)


def reopen(
    reference: str,
    key: str,
    council: str | None,
    *,
    reason: str,
    actor: Actor,
    today: date,
    expect: int | None = None,
) -> dict[str, Any]:
    """The step and all that rested on it are open; each has an entry that names the cause.

    A decision that was taken stands, and what rests on it with it: it is not undone by reopening.
    The gate of a step that is open again is closed. Raises: UnknownName, InputError; StateError
    when it is open; MovedOn.
    """
    refuse_no_reason(reason, "why the log was wrong")
    with writing(database()) as session:
        transition = locked(session, reference)
        refuse_moved_on(session, transition, expect)
        where, found = _found(session, transition, key, council, today)
        told = _shown(session, transition, where, found)
        actor = acting_for(session, transition, found.at, actor, today)
        for gate in told["gates_closed"]:
            data = {"step": gate, "council": SHARED, "because": f"step {found.at} was opened again"}
            write(session, transition, actor=actor, act="gate-closed", data=data, reason=reason)
        for row, at in zip(told["reopened"], (found.at, *found.after), strict=True):
            cause = "" if at == found.at else f"it rested on step {found.at}, opened again"
            data = {"step": at.key, "council": at.council or SHARED, "because": cause}
            data |= {name: row[name] for name in ("was", "was_on", "closed_by_entry")}
            entry = write(
                session, transition, actor=actor, act="step-reopened", data=data, reason=reason
            )
            row["entry"] = entry.sequence
        return told


def _found(
    session: Session, transition: Transition, key: str, council: str | None, today: date
) -> tuple[Situation, Reopened]:
    where = situation(session, transition.reference, today)
    step = where.breakdown.step(key)
    at = instance(where, step, council)
    if carried(where, at):
        raise InputError(
            f"Step {at} ({step.name}) was closed by a decision, which reopening does not undo.",
            "a step that people closed.",
            "see `changeover decision --help`, or correct the entry of the decision.",
        )
    if where.closed_on(at) is None:
        raise StateError(
            f"Step {at} ({step.name}) is open.", "a step that was closed.", "nothing is to be done."
        )
    return where, reopened_with(where, at)


def _gates(session: Session, transition: Transition, found: Reopened) -> list[str]:
    """The steps opened again whose gates had opened."""
    keys = dict.fromkeys(at.key for at in (found.at, *found.after))
    query = select(Effect.key).where(Effect.transition_id == transition.id)
    held = set(session.exec(query.where(Effect.kind == "gate")))
    return [key for key in keys if f"gate:{key}" in held]


def _shown(
    session: Session, transition: Transition, where: Situation, found: Reopened
) -> dict[str, Any]:
    return {
        "reference": transition.reference,
        "reopened": [
            {
                "step": at.key,
                "council": at.council,
                "name": where.breakdown.step(at.key).name,
                "was": "done" if at in where.done else "presumed",
                "was_on": where.closed_on(at),
                "closed_by_entry": entry_that_closed(session, transition, at).sequence,
            }
            for at in (found.at, *found.after)
        ],
        "gates_closed": _gates(session, transition, found),
        "decisions_standing": [f"{each.decision} {each.council}" for each in found.standing],
    }
