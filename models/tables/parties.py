"""Who takes part, and what was given of the transition: its contract, councils, meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

#: Of a transition: its log has grown since its deadlines were worked out.
UNWATCHED = "live AND watched_length <> log_length"


class Council(SQLModel, table=True):
    """A council. `policy` holds its own settings where no policy ships for it."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    policy: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))


class Supplier(SQLModel, table=True):
    """An outgoing supplier."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class Body(SQLModel, table=True):
    """A body that decides for a council."""

    __table_args__ = (UniqueConstraint("council_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    council_id: int = Field(foreign_key="council.id")
    name: str


class Meeting(SQLModel, table=True):
    """A day on which a body meets."""

    __table_args__ = (UniqueConstraint("body_id", "meets_on"),)

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = Field(foreign_key="body.id", index=True)
    meets_on: date


class Contract(SQLModel, table=True):
    """The contract to be left. `expiry_on` is its last day; `terms` the clauses known of it."""

    id: int | None = Field(default=None, primary_key=True)
    title: str
    supplier_id: int = Field(foreign_key="supplier.id")
    started_on: date | None = None
    expiry_on: date
    regime: str | None = None
    terms: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON))


class ProclaimedHoliday(SQLModel, table=True):
    """A holiday proclaimed since the calendars were published; it closes `calendar` on a day."""

    __table_args__ = (UniqueConstraint("calendar", "closes_on"),)

    id: int | None = Field(default=None, primary_key=True)
    calendar: str
    closes_on: date
    name: str
    known_from: date
    cite: str
    added_by: str


class Transition(SQLModel, table=True):
    """One council's way out of one contract.

    `commencement_on` is the first day of the new service. `planning` holds durations, expected
    days, conditions, windows and polls. `log_length` and `log_head` are the end of its log.
    `watched_length` is how long the log was when its deadlines were last worked out, and
    `look_again_on` the day on which something may turn out of reach though nothing is recorded.
    `rule_set` is the digest of the rule files it is planned by; projected from the log.
    """

    __table_args__ = (
        # Of PostgreSQL only the migration says so: here it would load its driver for every command.
        Index("transition_unwatched", "id", sqlite_where=text(UNWATCHED)),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    title: str
    contract_id: int = Field(foreign_key="contract.id")
    commencement_on: date
    planning: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON))
    live: bool = True
    log_length: int = 0
    log_head: str = ""
    watched_length: int = -1
    look_again_on: date | None = Field(default=None, index=True)
    rule_set: str = ""


class Party(SQLModel, table=True):
    """A council's part in a transition: leaving, host or partner."""

    __table_args__ = (UniqueConstraint("transition_id", "council_id"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id")
    council_id: int = Field(foreign_key="council.id")
    body_id: int = Field(foreign_key="body.id")
    role: str
