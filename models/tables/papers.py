"""The life of papers: their versions, who was asked to clear them, comments, what is exempt.

All but `KeptPage` is projected from the log. A paper is named by the text of its `PaperId`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.shared import SHARED


class PaperVersion(SQLModel, table=True):
    """One version of a paper: what it was made from, who wrote it, the digest of its page.

    `made_from` is the JSON of a `MadeFrom`. `word_digest` is that of the Word file it was read back
    from, and `reason` why that was taken; both empty where it was written from facts. Once it is
    locked, `locked_at_sequence` is the entry that says so and `files` are its digests by format
    then.
    """

    __table_args__ = (UniqueConstraint("transition_id", "paper", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    paper: str
    number: int
    meeting_on: date | None = None
    made_on: date
    digest: str
    made_from: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON))
    gaps: list[str] = Field(default_factory=list, sa_column=Column(JSON))
    made_by: str
    made_for: str = ""
    word_digest: str = ""
    reason: str = ""
    files: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON))
    locked_at_sequence: int | None = None
    sequence: int


class Clearance(SQLModel, table=True):
    """What one officer was asked and answered of one version.

    `state` is `asked`, `cleared` or `refused`; nothing but an answer ends `asked`. `due_on` is the
    last day for comments where the house has one.
    """

    __table_args__ = (UniqueConstraint("transition_id", "paper", "number", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    paper: str
    number: int
    role: str
    office: str
    person: str
    asked_on: date
    asked_by: str
    due_on: date | None = None
    state: str
    answered_on: date | None = None
    answered_by: str = ""
    answered_for: str = ""
    reason: str = ""
    sequence: int


class PaperComment(SQLModel, table=True):
    """A comment on a version. `outcome` is empty, `included` or `not included` with its reason.

    `sequence` is the log entry that recorded it, and its name.
    """

    __table_args__ = (UniqueConstraint("transition_id", "sequence"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    paper: str
    number: int
    role: str
    person: str
    given_on: date
    text: str
    outcome: str = ""
    reason: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    decided_for: str = ""
    sequence: int


class Exemption(SQLModel, table=True):
    """A fact that is exempt information: under which paragraph of Schedule 12A, why, says who."""

    __table_args__ = (UniqueConstraint("transition_id", "council", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    council: str = SHARED
    name: str
    paragraph: int
    public_interest: str
    said_by: str
    since_on: date
    sequence: int


class KeptPage(SQLModel, table=True):
    """The page of a version, kept under the digest that the log holds, to make its files from."""

    __table_args__ = (UniqueConstraint("transition_id", "digest"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    digest: str
    page: str = Field(sa_column=Column(Text, nullable=False))
