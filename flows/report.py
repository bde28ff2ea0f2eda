"""What a run did, as rows for people and for a Prefect artifact: ids and paths, never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Did:
    """One thing that a run did."""

    what: str
    step: str | None = None
    council: str | None = None
    path: str | None = None
    on: date | None = None

    def row(self) -> dict[str, Any]:
        """As a row of a table, with every column filled."""
        return {
            "what": self.what,
            "step": self.step or "",
            "council": self.council or "",
            "on": self.on.isoformat() if self.on else "",
            "path": self.path or "",
        }
