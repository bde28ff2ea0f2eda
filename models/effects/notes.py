"""Notes made once: entries of the log that stand under a key."""

from __future__ import annotations

from sqlmodel import Session

from models.actor import ENGINE
from models.database import database, writing
from models.effects.kept import effect_of
from models.log import locked
from models.projection import write
from models.tables import Transition


def note_once(reference: str, key: str, kind: str, act: str, data: dict[str, object]) -> bool:
    """The log holds an entry of this act under this key; whether it was written by this call."""
    with writing(database()) as session:
        return note_within(session, locked(session, reference), key, kind, act, data)


def note_within(
    session: Session, transition: Transition, key: str, kind: str, act: str, data: dict[str, object]
) -> bool:
    """As `note_once`, in the caller's transaction."""
    if effect_of(session, transition, key):
        return False
    write(session, transition, actor=ENGINE, act=act, data=data)
    claim = {"key": key, "kind": kind, "path": "", "digest": ""}
    write(session, transition, actor=ENGINE, act="effect-claimed", data=claim)
    write(session, transition, actor=ENGINE, act="effect-settled", data={"key": key})
    return True
