"""What a person does about a message: drop it, mend its address, say whether it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session, select

from models.actor import Actor
from models.database import database, writing
from models.effects import leases
from models.effects.kept import effect_of
from models.log import locked
from models.outbox.listing import Posted, message_named
from models.outbox.message import refuse_bad_address
from models.projection import write
from models.tables import Effect, PostedMessage, Transition
from rules.errors import InputError, StateError


def drop(name: str, reason: str, actor: Actor) -> Posted:
    """The message will not be sent. Raises: UnknownName; StateError when it may have been."""
    with _message(name, reason) as (session, transition, effect, _):
        _refuse_being_sent(session, transition, effect)
        if effect.state not in ("waiting", "failed", "claimed"):
            raise _refused(effect, "a message that was certainly not sent")
        data = {"key": effect.key}
        write(session, transition, actor=actor, act="message-dropped", data=data, reason=reason)
    return message_named(name)


def resolve(name: str, reason: str, actor: Actor, *, sent: bool) -> Posted:
    """A doubtful message counts as sent, or waits again, as a person found out.

    One that was refused for good waits again when it is said not to have been sent.
    Raises: UnknownName; StateError when there is nothing to find out.
    """
    with _message(name, reason) as (session, transition, effect, _):
        _refuse_being_sent(session, transition, effect)
        if effect.state not in ("doubtful", "handed-over") and (effect.state != "failed" or sent):
            raise _refused(effect, "a message that is doubtful")
        data = {"key": effect.key, "sent": sent}
        write(session, transition, actor=actor, act="effect-resolved", data=data, reason=reason)
        leases.drop(session, transition, effect.key)
    return message_named(name)


def readdress(name: str, address: str, reason: str, actor: Actor) -> Posted:
    """The message goes to another address; the log says that it does, and not to which.

    Raises: UnknownName, InputError; StateError once it was handed over.
    """
    refuse_bad_address(address)
    with _message(name, reason) as (session, transition, effect, message):
        _refuse_being_sent(session, transition, effect)
        if effect.state not in ("waiting", "failed", "claimed"):
            raise _refused(effect, "a message that was certainly not sent")
        message.address = address
        session.add(message)
        data = {"key": effect.key}
        write(session, transition, actor=actor, act="message-readdressed", data=data, reason=reason)
    return message_named(name)


@contextmanager
def _message(name: str, reason: str) -> Iterator[tuple[Session, Transition, Effect, PostedMessage]]:
    """The rows of a message, in one transaction that holds its transition."""
    if not reason.strip():
        raise InputError("No reason was given.", "why, for the log.", "say it with --reason.")
    found = message_named(name)
    with writing(database()) as session:
        transition = locked(session, found.reference)
        effect = effect_of(session, transition, found.key)
        message = session.exec(select(PostedMessage).where(PostedMessage.id == found.id)).one()
        assert effect
        yield session, transition, effect, message


def _refuse_being_sent(session: Session, transition: Transition, effect: Effect) -> None:
    if not leases.is_free(session, transition, effect.key):
        raise StateError(
            "The message is being sent just now.",
            "a message that nobody is sending.",
            "wait a moment, and see `changeover outbox show`.",
        )


def _refused(effect: Effect, expected: str) -> StateError:
    state = "sent" if effect.state == "settled" else effect.state
    return StateError(
        f"The message is {state}, since {effect.state_at[:16].replace('T', ' ')} UTC.",
        f"{expected}.",
        "see `changeover outbox show` for what may be done.",
    )
