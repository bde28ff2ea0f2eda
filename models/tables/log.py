"""The state log, which is the truth."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class LogEntry(SQLModel, table=True):
    """One entry of the state log of a transition, chained to the one before by `digest`.

    `at` is the UTC instant as ISO text with microseconds and `data` canonical JSON, so that both
    are the same characters in every database and in an export. `form` says what the digest covers:
    entries of form 1, written before roles were kept, leave out `role`, `on_behalf_of`, `reason`.
    """

    __table_args__ = (UniqueConstraint("transition_id", "sequence"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    sequence: int
    at: str
    actor: str
    role: str = ""
    on_behalf_of: str = ""
    act: str
    reason: str = ""
    data: str
    previous: str
    digest: str
    form: int
