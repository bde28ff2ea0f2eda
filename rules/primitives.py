"""A count worked from an event to an answer, with its own arithmetic and its calendar's version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from rules import counting
from rules.arithmetic import plural, spoken, spoken_at, working_days_named
from rules.calendars import WorkingCalendar
from rules.count import Answer, Count
from rules.errors import InputError
from rules.ways import find


@dataclass(frozen=True, kw_only=True)
class Counted:
    """An answer, how it was reached in words, and the calendar it was reached on."""

    answer: Answer
    arithmetic: str
    calendar: str
    calendar_version: str

    @property
    def day(self) -> date:
        """The answer as a day."""
        return self.answer.date() if isinstance(self.answer, datetime) else self.answer


def work_out(count: Count, event: Answer, calendar: WorkingCalendar) -> Counted:
    """The answer of a count from an event, on a calendar.

    Raises: UnknownName for a primitive nobody defined; InputError for a missing amount;
    CalendarHorizonPassed.
    """
    primitive = find(count.primitive)
    if getattr(count, primitive.amount) is None:
        raise InputError(
            f"{count.primitive} was asked without {primitive.amount}.",
            f"a whole number of {primitive.amount}.",
            f"give {primitive.amount}.",
        )
    start = event
    if primitive.amount == "hours" and not isinstance(event, datetime):
        raise InputError(
            f"{count.primitive} was asked from the day {event}.",
            "a time of day, such as 2026-11-27T17:30.",
            "give the hour.",
        )
    if primitive.amount != "hours" and isinstance(event, datetime):
        start = event.date()
    try:
        raw = primitive.work(count, start, calendar)
    except (OverflowError, ValueError) as error:
        raise InputError(
            f"{event}, {primitive.label(count)}, runs off the end of the calendar of years.",
            "an answer between the years 1 and 9999.",
            "check the event and the amount.",
        ) from error
    words = f"{_said(start)}, {primitive.label(count)}{_named(count, start, raw, calendar)}"
    words += f", is {_said(raw)}" if raw != start else ", is that day"
    answer = raw
    if count.roll != "none" and not isinstance(raw, datetime):
        rolled = counting.roll_back if count.roll == "back" else counting.roll_forward
        answer = rolled(raw, calendar)
        if answer != raw:
            where = "working day before" if count.roll == "back" else "next working day"
            words += f"; that is {_closed(raw, calendar)}, so the {where}, {_said(answer)}"
    return Counted(
        answer=answer,
        arithmetic=words + ".",
        calendar=calendar.name,
        calendar_version=calendar.version,
    )


def _said(moment: Answer) -> str:
    return spoken_at(moment) if isinstance(moment, datetime) else spoken(moment)


def _closed(day: date, calendar: WorkingCalendar) -> str:
    why = calendar.why_closed(day) or "a working day"
    return f"a {why}" if why.endswith("day") and " " not in why else why


def _named(count: Count, start: Any, raw: Any, calendar: WorkingCalendar) -> str:
    """The working days that were counted, in brackets, where the count is one of working days."""
    if count.unit != "working" and "working-day" not in count.primitive:
        return ""
    step = timedelta(days=1)
    ends = {
        "clear-days-before": (start, raw),
        "clear-days-elapsed": (start, raw),
        "nth-working-day-after": (start, raw + step),
        "working-days-beginning-with": (start - step, raw + step),
        "working-days-before": (start, raw - step),
    }
    first, last = ends[count.primitive]
    return f" {working_days_named(first, last, calendar)}"


def served(
    sent_at: datetime, method: counting.Method, calendar: WorkingCalendar, cutoff: time
) -> Counted:
    """Deemed service of a notice, with its arithmetic."""
    at = counting.deemed_service(sent_at, method, calendar, cutoff=cutoff)
    why = {
        "hand": "delivered by hand, so served on delivery",
        "first-class": "posted first class, so served at 09:00 on the second working day after",
        "email": f"sent by e-mail with a cut-off of {cutoff:%H:%M} on working days",
    }[method]
    if method == "email":
        why += ", so served then" if at == sent_at else ", so served at 09:00 the next working day"
    return Counted(
        answer=at,
        arithmetic=f"{spoken_at(sent_at)}, {why}: {spoken_at(at)}.",
        calendar=calendar.name,
        calendar_version=calendar.version,
    )


def clear_days_between(
    start: date, end: date, unit: counting.Unit, calendar: WorkingCalendar
) -> tuple[int, str]:
    """How many clear days lie between two days, and which they are, in words."""
    number = counting.clear_days_between(start, end, unit, calendar)
    named = f" {working_days_named(start, end, calendar)}" if unit == "working" and number else ""
    word = f"clear {unit} day"
    return number, f"Between {spoken(start)} and {spoken(end)} lie {plural(number, word)}{named}."
