"""Messages to people: their words and addresses, which are personal data and nowhere else."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.shared import SHARED


class PostedMessage(SQLModel, table=True):
    """A message as it was posted; where it stands is the `Effect` of the same key.

    Its words, and the address it goes to, are held here alone. The log has its key and digest, so
    a message can be proved to be the one that was posted, and be forgotten without breaking a log.
    `attachments` are path (as the log names files), name and digest of each. `posted_at` is UTC.
    """

    __table_args__ = (UniqueConstraint("transition_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    key: str
    kind: str
    council: str = SHARED
    role: str
    address: str
    subject: str
    body: str
    attachments: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    posted_at: str
