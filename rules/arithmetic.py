"""Says in words how a date was counted.

The days named are walked one by one from the calendar, apart from the tables that gave the
answer, and the walk must land on the same day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from rules.calendars import WorkingCalendar

#: Up to so many counted days are all named; of more, the first and last few.
NAMED_DAYS = 12
_ENDS = 3


def spoken(day: date) -> str:
    """`Tuesday 13 October 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def spoken_at(at: datetime) -> str:
    """`17:30 on Friday 27 November 2026`."""
    return f"{at:%H:%M} on {spoken(at)}"


def plural(number: int, word: str) -> str:
    """`1 day`, `5 days`, `2 entries`."""
    many = f"{word[:-1]}ies" if word.endswith("ry") else f"{word}s"
    return f"{number} {word if number == 1 else many}"


def day_list(days: Iterable[date]) -> str:
    """`12, 9, 8, 7, 6 October`; of a long list the first and last three."""
    found = list(days)
    if len(found) <= NAMED_DAYS:
        return _by_month(found)
    return f"{_by_month(found[:_ENDS])} … {_by_month(found[-_ENDS:])}"


def working_walk(start: date, end: date, calendar: WorkingCalendar) -> tuple[list[date], str]:
    """The working days strictly between two days, walked from `start`, and what was passed over.

    The second value names the holidays on weekdays that did not count, or is empty.
    """
    step = timedelta(days=1 if end > start else -1)
    counted: list[date] = []
    closed: list[str] = []
    day = start + step
    while day != end and start != end:
        why = calendar.why_closed(day)
        if why is None:
            counted.append(day)
        elif day.weekday() not in calendar.closed_weekdays:
            closed.append(f"{day.day} {day:%B} ({why})")
        day += step
    return counted, ", ".join(closed)


def working_days_named(start: date, end: date, calendar: WorkingCalendar) -> str:
    """The counted days in brackets, with the holidays passed over."""
    counted, closed = working_walk(start, end, calendar)
    words = day_list(counted)
    if closed:
        words += f"; not counted: {closed}"
    return f"({words})" if words else ""


def _by_month(days: list[date]) -> str:
    return ", ".join(
        f"{', '.join(str(day.day) for day in group)} {month}"
        for month, group in groupby(days, key=lambda day: f"{day:%B}")
    )
