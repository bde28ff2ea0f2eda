"""One thing found in a plan that somebody must know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.rule import Relief
from rules.situation import StepId

#: Kinds, gravest first.
KINDS = (
    *("unplannable", "breached", "cannot-be-met", "meeting-passed", "no-meeting"),
    *("held-up", "to-compensate"),
    *("at-risk", "due-soon", "target-passed", "target-out-of-reach", "gap"),
)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found, in words, with what it rests on and what may still be done.

    `short_by_working_days` is how much too late the earliest day is; None where that does not
    apply. `chain` leads from today, or the last record, to the step.
    """

    kind: str
    step: StepId
    rule: str | None
    says: str
    limit_on: date | None = None
    short_by_working_days: int | None = None
    chain: tuple[StepId, ...] = ()
    relief: tuple[Relief, ...] = ()

    def row(self) -> dict[str, Any]:
        """As plain values, for a table, JSON or an artifact."""
        return {
            "kind": self.kind,
            "step": self.step.key,
            "council": self.step.council,
            "rule": self.rule,
            "says": self.says,
            "limit_on": self.limit_on.isoformat() if self.limit_on else None,
            "short_by_working_days": self.short_by_working_days,
            "chain": [str(at) for at in self.chain],
            "relief": [{"says": each.says, "rule": each.rule} for each in self.relief],
        }
