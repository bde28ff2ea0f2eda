"""The tables. Log entries are the truth; step states and decisions are projected from them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

#: The council column of a step that all councils share.
SHARED = ""


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
    """

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    title: str
    contract_id: int = Field(foreign_key="contract.id")
    commencement_on: date
    planning: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON))
    live: bool = True
    log_length: int = 0
    log_head: str = ""


class Party(SQLModel, table=True):
    """A council's part in a transition: leaving, host or partner."""

    __table_args__ = (UniqueConstraint("transition_id", "council_id"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id")
    council_id: int = Field(foreign_key="council.id")
    body_id: int = Field(foreign_key="body.id")
    role: str


class Scenario(SQLModel, table=True):
    """Changes to a plan kept under a name, to be compared or adopted; they touch nothing live."""

    __table_args__ = (UniqueConstraint("transition_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    name: str
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON))
    made_by: str


class Baseline(SQLModel, table=True):
    """A plan as it stood when it was approved. `sequence` is the last entry of its log then."""

    __table_args__ = (UniqueConstraint("transition_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    name: str
    taken_on: date
    sequence: int
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON))


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
    note: str = ""
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


class LogEntry(SQLModel, table=True):
    """One entry of the state log of a transition, chained to the one before by `digest`.

    `at` is the UTC instant as ISO text with microseconds and `data` canonical JSON, so that both
    are the same characters in every database and in an export.
    """

    __table_args__ = (UniqueConstraint("transition_id", "sequence"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    sequence: int
    at: str
    actor: str
    act: str
    data: str
    previous: str
    digest: str
