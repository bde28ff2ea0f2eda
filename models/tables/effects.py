"""What is made outside: claimed, then settled. Projected from the log."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class Effect(SQLModel, table=True):
    """Something made outside: claimed in the log before it is made, settled after.

    `key` says what it is for, so it is made once; `digest` is what was about to be made.
    """

    __table_args__ = (UniqueConstraint("transition_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    key: str
    kind: str
    path: str
    digest: str
    claimed_at_sequence: int
    settled_at_sequence: int | None = None
