"""An alert as it was raised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from models.alerts.recipients import Recipient


@dataclass(frozen=True, kw_only=True)
class Raised:
    """An alert: its place in the log of its transition, and whom it tells what.

    `arithmetic` says how its last day was counted.
    """

    reference: str
    sequence: int
    step: str
    council: str
    level: str
    to: Recipient
    rule: str | None
    limit_on: date
    says: str
    arithmetic: str = ""
    escalated: bool = False

    def ids(self) -> dict[str, Any]:
        """What may be told outside the product's own database: no person, and no words."""
        return {
            "transition": self.reference,
            "alert": self.sequence,
            "step": self.step,
            "council": self.council,
            "level": self.level,
            "rule": self.rule or "",
            "limit_on": self.limit_on.isoformat(),
            "escalated": self.escalated,
        }
