"""What several tables write the same way, and how statements that are built once name a table."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table
from sqlmodel import SQLModel

#: The council column of a step that all councils share.
SHARED = ""


def plain(table: type[SQLModel]) -> Table:
    """The table itself, for statements whose rows are not turned into objects."""
    return cast(Table, table.__table__)  # type: ignore[attr-defined]
