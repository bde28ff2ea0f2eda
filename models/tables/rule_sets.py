"""The rule files that transitions are planned by, as a release had them."""

from __future__ import annotations

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class KeptRuleSet(SQLModel, table=True):
    """A rule set by its digest: each file's text by its path. `first_seen_at` is UTC."""

    digest: str = Field(primary_key=True)
    files: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    first_seen_at: str
