"""Where the steps, decisions and facts of a transition stand: projected from the log."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.shared import SHARED


class StepState(SQLModel, table=True):
    """Where one instance of a step stands: `open`, `done` or `presumed`. Projected from the log."""

    __table_args__ = (UniqueConstraint("transition_id", "key", "council"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    key: str
    council: str = SHARED
    status: str
    closed_on: date | None = None
    closed_by: str | None = None
    sequence: int


class Decision(SQLModel, table=True):
    """A decision of one council, chosen or taken. Projected from the log.

    `effective_on` is the first day on which it may be acted upon; None while unknown or not to be.
    The days after it are those of `rules.decisions.Life`.
    """

    __table_args__ = (UniqueConstraint("transition_id", "decision", "council"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    decision: str
    council: str
    meeting_on: date
    outcome: str | None = None
    published_on: date | None = None
    effective_on: date | None = None
    waived_on: date | None = None
    called_in_on: date | None = None
    released_on: date | None = None
    referred_back_on: date | None = None
    reheard_on: date | None = None
    reheard: str | None = None
    note: str = ""
    sequence: int


class DecisionCondition(SQLModel, table=True):
    """A condition that a council's decision set, and what shows that it is met. From the log."""

    __table_args__ = (UniqueConstraint("transition_id", "decision", "council", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    decision: str
    council: str
    number: int
    text: str
    met_on: date | None = None
    met_by: str = ""
    evidence: str = ""
    sequence: int


class Evidence(SQLModel, table=True):
    """What a step was closed on. Projected from the log."""

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    key: str
    council: str = SHARED
    text: str
    given_by: str
    happened_on: date
    sequence: int


class Fact(SQLModel, table=True):
    """One fact, with where it comes from and how well it is known; a gap has no value."""

    __table_args__ = (UniqueConstraint("transition_id", "council", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    council: str = SHARED
    name: str
    value: str | None = None
    source: str
    url: str = ""
    standing: str
    sequence: int
