"""The gap a link asks for between two steps: the first day it allows on, and the last day back.

Forward and backward are two faces of one count: `forward(day)` is the first day that leaves the gap
after `day`, `backward(day)` the last day that leaves it before `day`. Days are ordinals here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.calendars import WorkingCalendar
from rules.count import Count
from rules.counting import months_after, months_before
from rules.errors import InputError

GapUnit = Literal["days", "weeks", "months", "working_days", "clear_days", "clear_working_days"]
_DAYS = {"days": 1, "weeks": 7}


@dataclass(frozen=True, kw_only=True)
class Gap:
    """So many units between two events, working days on a named calendar.

    No gap at all lets both fall on one day; one clear day keeps a whole day between.
    """

    amount: int
    unit: GapUnit
    calendar: WorkingCalendar

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise InputError(f"A gap of {self.amount} {self.unit}.", "0 or more.", "mend it.")

    def forward(self, day: int) -> int:
        """The first day that leaves the gap after `day`."""
        match self.unit:
            case "days" | "weeks":
                return day + self.amount * _DAYS[self.unit]
            case "months":
                return months_after(date.fromordinal(day), self.amount).toordinal()
            case "clear_days":
                return day + self.amount + 1
            case "clear_working_days":
                if self.amount == 0:
                    return day + 1
                return self.calendar.nth_after(date.fromordinal(day), self.amount).toordinal() + 1
        if self.amount == 0:
            return day
        return self.calendar.nth_after(date.fromordinal(day), self.amount).toordinal()

    def backward(self, day: int) -> int:
        """The last day that leaves the gap before `day`."""
        match self.unit:
            case "days" | "weeks":
                return day - self.amount * _DAYS[self.unit]
            case "months":
                return months_before(date.fromordinal(day), self.amount).toordinal()
            case "clear_days":
                return day - self.amount - 1
            case "clear_working_days":
                return self.calendar.nth_before(date.fromordinal(day), self.amount + 1).toordinal()
        if self.amount == 0:
            return day
        return self.calendar.nth_before(date.fromordinal(day), self.amount).toordinal()

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.replace('_', ' ')}"


def gap_of(count: Count, calendar: WorkingCalendar) -> Gap | None:
    """The gap that a backward count asks for; None where it cannot be said as one."""
    match count.primitive:
        case "clear-days-before":
            unit: GapUnit = "clear_working_days" if count.unit == "working" else "clear_days"
            return Gap(amount=count.days or 0, unit=unit, calendar=calendar)
        case "not-less-than-before":
            strict = count.reading == "strict"
            return Gap(amount=(count.days or 0) + strict, unit="days", calendar=calendar)
        case "working-days-before":
            strict = count.reading == "strict"
            return Gap(amount=(count.days or 0) + strict, unit="working_days", calendar=calendar)
        case "days-before":
            return Gap(amount=count.days or 0, unit="days", calendar=calendar)
        case "weeks-before":
            return Gap(amount=count.weeks or 0, unit="weeks", calendar=calendar)
        case "months-before" | "months-before-back" | "months-before-forward":
            return Gap(amount=count.months or 0, unit="months", calendar=calendar)
    return None
