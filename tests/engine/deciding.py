"""What tests of decisions share: the days of the worked example, and how a decision stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.deciding import record_decision
from models.decisions.shown import decisions_of
from rules.situation import DecisionId
from tests.engine.prepared import COUNCILS, REFERENCE, given, notices_published

#: Every council meets, the window closes, and the decision takes effect.
MEETING, CLOSES, EFFECTIVE = date(2026, 6, 16), date(2026, 6, 23), date(2026, 6, 24)


def of_june(day: int) -> date:
    """A day of June 2026."""
    return date(2026, 6, day)


def shown(reference: str, council: str, today: date) -> dict[str, Any]:
    """How the decision in principle of a council stands."""
    return next(
        each
        for each in decisions_of(reference, council, today)["decisions"]
        if each["decision"] == "in-principle"
    )


def all_approved() -> None:
    """Every council has approved in principle and published on the day of the meeting."""
    notices_published()
    for council in COUNCILS:
        named = DecisionId("in-principle", council)
        record_decision(REFERENCE, named, "approved", given(MEETING), MEETING)
