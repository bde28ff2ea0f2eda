"""What several tables write the same way, and how statements that are built once name a table."""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

from sqlalchemy import Table
from sqlmodel import SQLModel

#: The council column of a step that all councils share.
SHARED = ""


def plain(table: type[SQLModel]) -> Table:
    """The table itself, for statements whose rows are not turned into objects."""
    return cast(Table, table.__table__)  # type: ignore[attr-defined]


def insert_or(table: type[SQLModel], dialect: str) -> Any:
    """An insert that can say what to do where the row is there: `sqlite` or `postgresql`.

    Both say it the same way, each through an insert of its own, loaded when it is first wanted.
    """
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(plain(table))
