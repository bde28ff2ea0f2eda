"""Go or no-go of each council, and what makes a no-go good: projected from the log."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.shared import SHARED


class GoNoGo(SQLModel, table=True):
    """What a council's senior responsible owner last said, `go` or `no-go`.

    `round` numbers the orders of compensation of a transition; 0 for a go that followed none.
    """

    __table_args__ = (UniqueConstraint("transition_id", "council"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    council: str
    outcome: str
    decided_on: date
    by: str
    evidence: str
    round: int = 0
    sequence: int


class NoGo(SQLModel, table=True):
    """An order of compensation: the contract that ended on `from_on` is to run until `until_on`.

    `council` said no-go first.
    """

    __table_args__ = (UniqueConstraint("transition_id", "round"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    round: int
    council: str
    decided_on: date
    from_on: date
    until_on: date
    reason: str
    sequence: int


class Compensation(SQLModel, table=True):
    """One thing that makes a no-go good: `open`, `done` or `not-needed`; later ones have no row.

    `party` is the council or employer whose part it is.
    """

    __table_args__ = (UniqueConstraint("transition_id", "round", "key", "party"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    round: int
    key: str
    party: str = SHARED
    status: str
    closed_on: date | None = None
    closed_by: str = ""
    evidence: str = ""
    sequence: int
