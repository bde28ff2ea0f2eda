"""What stands in the outbox: plain values, read only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.database import database, reading
from models.outbox.message import TARGETS, Attachment, digest_of
from models.tables import Effect, PostedMessage, Transition
from rules.errors import InputError, UnknownName

#: The states of messages that are over and done with.
OVER = ("settled", "dropped")


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A message of the outbox: its words, and where it stands (`Effect` explains each state)."""

    id: int
    reference: str
    key: str
    kind: str
    channel: str
    council: str
    role: str
    address: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...]
    posted_at: str
    digest: str
    state: str
    state_at: str
    tries: int
    again: bool
    error: str
    taken: tuple[str, ...]

    def row(self) -> dict[str, Any]:
        """What a list shows: whom it is for by office, and never the address or the words."""
        names = ("id", "reference", "kind", "council", "role", "subject", "channel")
        shown = {name: getattr(self, name) for name in (*names, "posted_at", "tries", "error")}
        return {**shown, "state": self.says}

    @property
    def is_for_targets(self) -> bool:
        """Whether it goes to every Apprise target, and not to one address."""
        return self.channel in (TARGETS, "apprise")

    @property
    def says(self) -> str:
        """Where it stands, in a word for people."""
        return "sent" if self.state == "settled" else self.state


def outbox(reference: str | None = None, *, over: bool = False) -> list[Posted]:
    """The messages still to be sent or seen to, oldest first; with `over` sent and dropped too."""
    conditions: list[ColumnElement[bool]] = []
    if reference:
        conditions.append(col(Transition.reference) == reference)
    if not over:
        conditions.append(col(Effect.state).not_in(OVER))
    with reading(database()) as session:
        return _posted(session, *conditions)


def message_named(name: str) -> Posted:
    """The message of that number, or of that key. Raises: UnknownName, InputError."""
    named = col(PostedMessage.id) == int(name) if _is_number(name) else col(Effect.key) == name
    with reading(database()) as session:
        found = _posted(session, named)
    if not found:
        raise UnknownName(
            f"There is no message {name!r}.",
            "the number of a message in the outbox, or its key.",
            "see `changeover outbox --all`.",
        )
    if len(found) > 1:
        raise InputError(
            f"The key {name!r} is that of a message in {len(found)} transitions.",
            "one message.",
            f"name it by its number: {', '.join(str(each.id) for each in found)}.",
        )
    return found[0]


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) < 10


def _posted(session: Session, *conditions: ColumnElement[bool]) -> list[Posted]:
    query = (
        select(PostedMessage, Effect, Transition.reference)
        .join(Transition, col(PostedMessage.transition_id) == col(Transition.id))
        .join(
            Effect,
            (col(Effect.transition_id) == col(PostedMessage.transition_id))
            & (col(Effect.key) == col(PostedMessage.key)),
        )
        .where(*conditions)
        .order_by(col(PostedMessage.id))
    )
    return [_value(*found) for found in session.exec(query)]


def _value(message: PostedMessage, effect: Effect, reference: str) -> Posted:
    assert message.id is not None
    said = {name: getattr(message, name) for name in _SAID}
    stands = {name: getattr(effect, name) for name in _STANDS}
    attachments = tuple(Attachment(**each) for each in message.attachments)
    return Posted(
        id=message.id,
        reference=reference,
        attachments=attachments,
        taken=tuple(effect.parts.get("taken", ())),
        digest=digest_of(message.subject, message.body, attachments),
        **said,
        **stands,
    )


_SAID = ("key", "kind", "council", "role", "address", "subject", "body", "posted_at")
_STANDS = ("channel", "state", "state_at", "tries", "again", "error")
