"""What is made outside: claimed, then settled. Projected from the log."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel


class Effect(SQLModel, table=True):
    """Something made outside: claimed in the log before it is made, settled after.

    `key` says what it is for, so it is made once; `digest` is what was about to be made. `channel`
    is the way it goes out: `file`, `smtp`, `apprise` or `notify`, `log` for what only the log
    holds, and `email` or `targets` for a message that no channel has taken up yet.

    `state` is one of

    - `waiting`: a message was posted, and nothing was done about it;
    - `claimed`: a run has begun to make it, and nothing has left the house;
    - `handed-over`: a run began to give it away, and has not said how that ended;
    - `settled`: it was made;
    - `failed`: it was certainly not made, `tries` times so far; `error` says why the last time, and
      `again` whether it is tried again without anybody asking;
    - `doubtful`: it was handed over and nobody can tell whether it was taken: a person has to say;
    - `dropped`: a person withdrew it.

    `state_at` is the UTC instant of the entry that led there. `parts` holds under `taken` what was
    taken of an effect that goes out in several parts.
    """

    __table_args__ = (UniqueConstraint("transition_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    key: str
    kind: str
    channel: str = "file"
    path: str
    digest: str
    state: str = Field(default="claimed", index=True)
    state_at: str = ""
    tries: int = 0
    again: bool = True
    error: str = ""
    parts: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}")
    )
    claimed_at_sequence: int
    settled_at_sequence: int | None = None


class Lease(SQLModel, table=True):
    """Who is making an effect just now, and until when that is believed.

    It keeps two runs out of each other's way and says nothing of what happened: it is no part of
    the log, and losing it loses nothing.
    """

    __table_args__ = (UniqueConstraint("transition_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    key: str
    holder: str
    held_until: str
