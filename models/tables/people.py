"""People known to the installation; who holds which step, and who stands in for whom.

`Person` is personal data that no log holds but for the name. The others are projected from the log.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.tables.shared import SHARED


class Person(SQLModel, table=True):
    """Somebody who does steps. `name` is how the log names them.

    `also` are other names for the same person: how they sign in, and what they were called before.
    `roles` are offices as steps name their owners, `council` the code of the side they are on (or
    `supplier`), `manager` the name of who answers for them. Once they left, `left_on` is their last
    day and the e-mail address is forgotten.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    also: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    roles: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    council: str = ""
    email: str = ""
    manager: str = ""
    left_on: date | None = None
    changed_by: str


class Assignment(SQLModel, table=True):
    """That a person holds, or held, one instance of a step. Projected from the log.

    From `since_on`; `ended` is empty while they hold it, then `reassigned`, `taken-off`,
    `handed-over` or `left`, and `until_on` the day of that.
    """

    __table_args__ = (
        UniqueConstraint("transition_id", "key", "council", "sequence"),
        # Of PostgreSQL only the migration says so: here it would load its driver for every command.
        Index("assignment_held", "person", sqlite_where=text("ended = ''")),
    )

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    key: str
    council: str = SHARED
    person: str
    since_on: date
    ended: str = ""
    until_on: date | None = None
    sequence: int


class StandIn(SQLModel, table=True):
    """That `deputy` does the steps of `absent` from one day until another, both inclusive.

    One that was called off before it began ends before it begins. Projected from the log.
    """

    __table_args__ = (UniqueConstraint("transition_id", "sequence"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    absent: str = Field(index=True)
    deputy: str = Field(index=True)
    from_on: date
    until_on: date
    sequence: int
