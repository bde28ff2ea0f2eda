"""Registers handed over by the supplier: their rows, and what the log says of them."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class HeldRegister(SQLModel, table=True):
    """A register as it was last imported. Projected from the log.

    `digest` is that of the rows, which stand in a table of their own and are held to it.
    """

    __table_args__ = (UniqueConstraint("transition_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    name: str
    file: str
    file_digest: str
    rows: int
    digest: str
    sequence: int


class RegisterRow(SQLModel, table=True):
    """One row of a register, in the order of its file from 1.

    `cells` is canonical JSON by column name, without the empty ones, so that it is the same
    characters in every database. Not projected: the log holds a digest of all rows together.
    """

    __table_args__ = (UniqueConstraint("transition_id", "name", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="transition.id", index=True)
    name: str
    number: int
    cells: str
