"""The address of somebody who left, forgotten: what waits for them alone is withdrawn."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from models.actor import Actor
from models.effects import leases
from models.outbox.listing import OVER
from models.projection import write
from models.tables import Effect, PostedMessage, Transition
from rules.errors import StateError

#: Messages that have certainly not left.
_UNSENT = ("waiting", "failed", "claimed")


def addressed_in(session: Session, address: str) -> set[int]:
    """The numbers of the transitions with a message to that address."""
    query = select(PostedMessage.transition_id).where(_to(address))
    return set(session.exec(query.distinct())) if address else set()


def forget(
    session: Session, transition: Transition, address: str, theirs: Collection[str], actor: Actor
) -> int:
    """No message of the transition has that address; how many were dropped.

    Those that have not left are dropped where their key is one of `theirs`; others wait until
    somebody gives another address. The caller's transaction holds the transition. Raises:
    StateError while one is being sent.
    """
    query = select(PostedMessage, Effect).where(
        PostedMessage.transition_id == transition.id,
        Effect.transition_id == PostedMessage.transition_id,
        Effect.key == PostedMessage.key,
        _to(address),
    )
    dropped = 0
    for message, effect in session.exec(query).all():
        if effect.state not in OVER and not leases.is_free(session, transition, effect.key):
            raise StateError(
                f"Message {message.id} is being sent just now.",
                "a message that nobody is sending.",
                "wait a moment, and do it again.",
            )
        message.address = ""
        session.add(message)
        if effect.state in _UNSENT:
            act = "message-dropped" if effect.key in theirs else "message-readdressed"
            data, reason = {"key": effect.key}, "whom it was to go to has left"
            write(session, transition, actor=actor, act=act, data=data, reason=reason)
            dropped += act == "message-dropped"
    return dropped


def _to(address: str) -> ColumnElement[bool]:
    return func.lower(col(PostedMessage.address)) == address.lower()
