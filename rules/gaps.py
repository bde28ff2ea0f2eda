"""The gap a link asks for between two steps: the first day it allows on, and the last day back.

Forward and backward are two faces of one count: `forward(day)` is the first day that leaves the gap
after `day`, `backward(day)` the last day of all, closed ones too, that leaves it before `day`. So
`forward(a) <= b` exactly when `a <= backward(b)`. Days are ordinals here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.calendars import WorkingCalendar
from rules.count import Count
from rules.counting import months_after, months_before_back, months_before_forward
from rules.errors import CalendarHorizonPassed, InputError

GapUnit = Literal["days", "weeks", "months", "working_days", "clear_days", "clear_working_days"]
_DAYS = {"days": 1, "weeks": 7}
#: A greatest gap is held against its least on so many days before it is refused: a leap year.
_TRIED_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class Gap:
    """So many units between two events, working days on a named calendar.

    No gap at all lets both fall on one day; one clear day keeps a whole day between. Months run on
    to the corresponding date (Dodds v Walker [1981] 1 WLR 1027), or, with `reckoned_back`, back
    from the later event, which asks for more at the end of a month.
    """

    amount: int
    unit: GapUnit
    calendar: WorkingCalendar
    reckoned_back: bool = False

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise InputError(f"A gap of {self.amount} {self.unit}.", "0 or more.", "mend it.")

    @property
    def counts_working_days(self) -> bool:
        """Whether only working days count, so that a closed day is as good as the one before."""
        return self.unit in ("working_days", "clear_working_days") and self.amount > 0

    def forward(self, day: int) -> int:
        """The first day that leaves the gap after `day`."""
        match self.unit:
            case "days" | "weeks":
                return day + self.amount * _DAYS[self.unit]
            case "months":
                found = months_after(date.fromordinal(day), self.amount).toordinal()
                while self.backward(found) < day:
                    found += 1
                return found
            case "clear_days":
                return day + self.amount + 1
        clear = self.unit == "clear_working_days"
        return (self._nth_after(day, self.amount) if self.amount else day) + clear

    def backward(self, day: int) -> int:
        """The last day of all that leaves the gap before `day`."""
        match self.unit:
            case "days" | "weeks":
                return day - self.amount * _DAYS[self.unit]
            case "months":
                before = months_before_back if self.reckoned_back else months_before_forward
                return before(date.fromordinal(day), self.amount).toordinal()
            case "clear_days":
                return day - self.amount - 1
        until = day - (self.unit == "clear_working_days")
        if self.amount == 0:
            return until
        return self.calendar.nth_before(date.fromordinal(until + 1), self.amount).toordinal() - 1

    def furthest(self, day: int) -> int:
        """The last day that leaves no more than the gap after `day`."""
        match self.unit:
            case "months":
                return months_after(date.fromordinal(day), self.amount).toordinal()
            case "clear_working_days":
                return self._nth_after(day, self.amount + 1)
        return self.forward(day)

    def _nth_after(self, day: int, n: int) -> int:
        return self.calendar.nth_after(date.fromordinal(day), n).toordinal()

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.replace('_', ' ')}"


def never_both(least: Gap, greatest: Gap) -> bool:
    """Whether on no day of a year in the middle of the calendar the two can both be kept.

    Where the calendar cannot say, the passes will.
    """
    calendar = least.calendar
    middle = (calendar.first_day.toordinal() + calendar.known_until.toordinal()) // 2
    tried = range(middle - _TRIED_DAYS // 2, middle + _TRIED_DAYS // 2)
    try:
        return all(greatest.furthest(day) < least.forward(day) for day in tried)
    except CalendarHorizonPassed:
        return False


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
        case "months-before" | "months-before-back":
            months = count.months or 0
            return Gap(amount=months, unit="months", calendar=calendar, reckoned_back=True)
        case "months-before-forward":
            return Gap(amount=count.months or 0, unit="months", calendar=calendar)
    return None
