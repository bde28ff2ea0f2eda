"""What is kept of effects: read only."""

from __future__ import annotations

from sqlmodel import Session, col, select

from models.database import database, reading
from models.tables import Effect, Transition

#: The states of an effect that a run began and nobody has finished.
BEGUN = ("claimed", "handed-over")


def effect_of(session: Session, transition: Transition, key: str) -> Effect | None:
    """The effect of that key, if there is one."""
    query = select(Effect).where(Effect.transition_id == transition.id, Effect.key == key)
    return session.exec(query).one_or_none()


def effect_under(session: Session, reference: str, key: str) -> Effect | None:
    """The effect of that key of a transition, if there is either."""
    query = select(Effect).join(Transition)
    return session.exec(
        query.where(Transition.reference == reference, Effect.key == key)
    ).one_or_none()


def unsettled(reference: str) -> list[Effect]:
    """The effects that a run began and no run has settled yet."""
    with reading(database()) as session:
        query = (
            select(Effect)
            .join(Transition)
            .where(Transition.reference == reference, col(Effect.state).in_(BEGUN))
            .order_by(col(Effect.claimed_at_sequence))
        )
        return list(session.exec(query))


def effect_keys(session: Session, transition: Transition) -> set[str]:
    """The keys of every effect claimed for a transition that is settled."""
    query = select(Effect.key).where(
        Effect.transition_id == transition.id, Effect.state == "settled"
    )
    return set(session.exec(query))


def files_made(reference: str) -> list[Effect]:
    """The files made for a transition, in the order in which they were claimed."""
    with reading(database()) as session:
        query = (
            select(Effect)
            .join(Transition)
            .where(Transition.reference == reference, Effect.path != "")
            .order_by(col(Effect.claimed_at_sequence))
        )
        return list(session.exec(query))
