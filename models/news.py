"""What was recorded since somebody last looked: acts and numbers of each log, never a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from models.actor import ENGINE
from models.database import database, reading
from models.tables import LogEntry, Transition, plain

#: How the acts begin that record no fact: what the engine makes, sends and tells.
_NO_FACTS = ("effect-", "message-", "alert-", "baseline-")
_LOG, _TRANSITION = plain(LogEntry), plain(Transition)


@dataclass(frozen=True, kw_only=True)
class News:
    """That people recorded facts of a transition: the acts in order, and the last entry of them."""

    reference: str
    acts: tuple[str, ...]
    sequence: int
    digest: str


def log_lengths() -> dict[str, int]:
    """How many entries the log of each live transition has."""
    query = select(_TRANSITION.c.reference, _TRANSITION.c.log_length).where(_TRANSITION.c.live)
    with reading(database()) as session:
        return {row.reference: row.log_length for row in session.connection().execute(query)}


def news(before: Mapping[str, int], now: Mapping[str, int]) -> list[News]:
    """The facts recorded between two looks at the lengths of the logs, a transition at a time.

    What the engine itself wrote is no news: it follows from what people recorded.
    """
    grown = [name for name, length in now.items() if length > before.get(name, 0)]
    with reading(database()) as session:
        found = [_of(session, name, before.get(name, 0), now[name]) for name in grown]
    return [each for each in found if each]


def _of(session: Session, reference: str, after: int, until: int) -> News | None:
    query = (
        select(_LOG.c.sequence, _LOG.c.act, _LOG.c.digest)
        .join(_TRANSITION, _TRANSITION.c.id == _LOG.c.transition_id)
        .where(_TRANSITION.c.reference == reference, _LOG.c.actor != ENGINE.name)
        .where(_LOG.c.sequence > after, _LOG.c.sequence <= until)
        .order_by(_LOG.c.sequence)
    )
    rows = session.connection().execute(query).all()
    facts = [row for row in rows if not row.act.startswith(_NO_FACTS)]
    if not facts:
        return None
    return News(
        reference=reference,
        acts=tuple(row.act for row in facts),
        sequence=facts[-1].sequence,
        digest=facts[-1].digest,
    )
