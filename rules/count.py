"""A count as data: which primitive, with which amounts. What a rule file writes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal

from rules import counting

Answer = date | datetime


@dataclass(frozen=True, kw_only=True)
class Count:
    """One way of counting with its amounts; which amounts it needs depends on the primitive."""

    primitive: str
    days: int | None = None
    weeks: int | None = None
    months: int | None = None
    hours: int | None = None
    unit: counting.Unit = "calendar"
    reading: counting.Reading = "literal"
    calendar: str = "england-and-wales"
    roll: Literal["none", "back", "forward"] = "none"

    @property
    def needs_calendar(self) -> bool:
        """Whether working days come into it."""
        return self.unit == "working" or self.roll != "none" or "working-day" in self.primitive


def count_from(table: dict[str, Any]) -> Count:
    """A `Count` from the keys of a rule file that belong to it; other keys are left alone."""
    names = {field.name for field in fields(Count)} - {"primitive"}
    return Count(primitive=table["count"], **{k: v for k, v in table.items() if k in names})


def day_of(answer: Answer | None) -> date:
    """The day of an answer that is there."""
    assert answer is not None
    return answer.date() if isinstance(answer, datetime) else answer
