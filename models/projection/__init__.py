"""From a log entry to the state it leads to: the only way in which projected rows change.

Writing an entry applies it in the same transaction; replaying a whole log through `apply` gives
the same rows again. Each kind of act has a module of its own, listed in `acts`.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from models.actor import Actor
from models.log import Chained, Entry, append
from models.projection.acts import ACTS, changes_of
from models.projection.changes import Kept
from models.projection.rows import make

__all__ = ["ACTS", "apply", "write"]


def write(
    session: Session,
    transition: Chained,
    *,
    actor: Actor,
    act: str,
    data: dict[str, Any],
    reason: str = "",
) -> Entry:
    """Append an entry and apply it, in the caller's transaction."""
    entry = append(session, transition, actor=actor, act=act, data=data, reason=reason)
    apply(session, entry)
    return entry


def apply(session: Session, entry: Kept) -> None:
    """The rows are as the entry leaves them; an act that changes no row is only kept."""
    session.flush()
    make(session, entry.transition_id, changes_of(entry))
