"""Plans kept beside the live one: scenarios and baselines."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel


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
