"""What the deadline check looks at, and whom it told of what.

Alerts are projected from the log. What is watched is worked out from the plan, and made anew when
the log of its transition has grown.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from models.tables.shared import SHARED

#: Of an alert: nobody closed it.
STANDS = "closed_by_act = ''"


class Watch(SQLModel, table=True):
    """A deadline of an open step, and the next level at which somebody must be told of it.

    `limit_on` is its last day, inclusive; `levels` are pairs of level and first day, by day.
    `next_on` is when `next_level` is reached; both are None once the last was told.
    """

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    step: str
    council: str = SHARED
    name: str
    owners: list[str] = Field(default_factory=list, sa_column=Column(JSON))
    rule: str | None = None
    limit_on: date = Field(index=True)
    safe_on: date | None = None
    is_law: bool
    arithmetic: str
    levels: list[list[str]] = Field(default_factory=list, sa_column=Column(JSON))
    next_level: str | None = None
    next_on: date | None = Field(default=None, index=True)


class Alert(SQLModel, table=True):
    """That somebody was told of a deadline at a level, once. Projected from the log.

    `whom` is a person, or a role where nobody is assigned. `reached_on` is when the level was
    reached, `raised_on` when it was found. `escalate_on` is when the manager is told, unless it was
    closed before: `acknowledged`, `superseded` by a graver one of the same deadline, or `lapsed`
    when the step was closed or its deadline moved.
    """

    __table_args__ = (
        # Of PostgreSQL only the migration says so: here it would load its driver for every command.
        Index("alert_to_escalate", "escalate_on", sqlite_where=text(STANDS)),
    )

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    sequence: int
    step: str
    council: str = SHARED
    level: str
    whom: str
    limit_on: date
    rule: str | None = None
    says: str
    reached_on: date
    raised_on: date
    escalate_on: date | None = None
    #: Empty while it stands.
    closed_by_act: str = ""
    closed_by: str = ""


class DeadlineCheck(SQLModel, table=True):
    """A day on which the deadlines were checked; how late a check comes is told from the last."""

    id: int | None = Field(default=None, primary_key=True)
    checked_on: date = Field(unique=True)
    raised: int
