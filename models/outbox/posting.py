"""Puts a message into the outbox, once, in the transaction of what caused it."""

from __future__ import annotations

from dataclasses import asdict

from sqlmodel import Session, select

from models.actor import ENGINE, Actor
from models.outbox.message import Message, refuse_unsendable
from models.projection import write
from models.tables import Effect, PostedMessage, Transition


def post(
    session: Session,
    transition: Transition,
    message: Message,
    *,
    actor: Actor = ENGINE,
    reason: str = "",
) -> bool:
    """The message waits in the outbox under its key; whether this call put it there.

    The caller's transaction holds the transition (`models.log.locked`), so that the message is
    there exactly when what caused it is. Nothing is sent here, and the log is told neither its
    words nor its address. A second message under the same key is left out, whatever it says.
    Raises: InputError for a message that could not be sent.
    """
    refuse_unsendable(message)
    if _is_posted(session, transition, message.key):
        return False
    assert transition.id is not None
    entry = write(
        session,
        transition,
        actor=actor,
        act="message-posted",
        reason=reason,
        data={
            "key": message.key,
            "kind": message.kind,
            "channel": message.channel,
            "council": message.council,
            "role": message.role,
            "digest": message.digest,
        },
    )
    session.add(
        PostedMessage(
            transition_id=transition.id,
            key=message.key,
            kind=message.kind,
            council=message.council,
            role=message.role,
            address=message.address,
            subject=message.subject,
            body=message.body,
            attachments=[asdict(each) for each in message.attachments],
            posted_at=entry.at,
        )
    )
    session.flush()
    return True


def _is_posted(session: Session, transition: Transition, key: str) -> bool:
    query = select(Effect.id).where(Effect.transition_id == transition.id, Effect.key == key)
    return session.exec(query).first() is not None
