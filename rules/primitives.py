"""Counts as data: a primitive's name with its amounts, worked from an event to an answer.

This is what a rule file writes and what the command line asks for. Each answer carries its own
arithmetic in words and the version of the calendar it used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from rules import counting
from rules.arithmetic import plural, spoken, spoken_at, working_days_named
from rules.calendars import WorkingCalendar
from rules.errors import InputError, UnknownName

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


@dataclass(frozen=True, kw_only=True)
class Primitive:
    """How a name in a rule file is counted: amounts it needs, direction, and the function."""

    amount: Literal["days", "weeks", "months", "hours"]
    backward: bool
    work: Callable[[Count, Any, WorkingCalendar], Answer]
    label: Callable[[Count], str]


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
    raw = primitive.work(count, start, calendar)
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


def find(name: str) -> Primitive:
    """The primitive of that name. Raises: UnknownName."""
    if name not in PRIMITIVES:
        raise UnknownName(
            f"There is no way of counting called {name!r}.",
            f"one of {', '.join(PRIMITIVES)}.",
            "choose one of these.",
        )
    return PRIMITIVES[name]


def count_from(table: dict[str, Any]) -> Count:
    """A `Count` from the keys of a rule file that belong to it; other keys are left alone."""
    names = {field.name for field in fields(Count)} - {"primitive"}
    return Count(primitive=table["count"], **{k: v for k, v in table.items() if k in names})


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


def _clear(count: Count, calendar_word: str = "clear calendar day") -> str:
    return plural(
        count.days or 0, "clear working day" if count.unit == "working" else calendar_word
    )


def _months_before_label(count: Count) -> str:
    return f"less {plural(count.months or 0, 'month')} (the earlier of counting back and forward)"


PRIMITIVES: dict[str, Primitive] = {
    "clear-days-before": Primitive(
        amount="days",
        backward=True,
        work=lambda c, day, cal: counting.clear_days_before(day, c.days or 0, c.unit, cal),
        label=lambda c: f"less {_clear(c)}",
    ),
    "clear-days-elapsed": Primitive(
        amount="days",
        backward=False,
        work=lambda c, day, cal: counting.clear_days_elapsed(day, c.days or 0, c.unit, cal),
        label=lambda c: f"once {_clear(c)} have elapsed",
    ),
    "not-less-than-before": Primitive(
        amount="days",
        backward=True,
        work=lambda c, day, cal: counting.not_less_than_days_before(day, c.days or 0, c.reading),
        label=lambda c: (
            f"less {plural(c.days or 0, 'clear day' if c.reading == 'strict' else 'day')} "
            f'(the {c.reading} reading of "not less than")'
        ),
    ),
    "period-beginning-with": Primitive(
        amount="days",
        backward=False,
        work=lambda c, day, cal: counting.period_beginning_with(day, c.days or 0),
        label=lambda c: f"as day 1 of {plural(c.days or 0, 'day')}, the last of them",
    ),
    "nth-working-day-after": Primitive(
        amount="days",
        backward=False,
        work=lambda c, day, cal: counting.nth_working_day_after(day, c.days or 0, cal),
        label=lambda c: f"plus {plural(c.days or 0, 'working day')}",
    ),
    "working-days-beginning-with": Primitive(
        amount="days",
        backward=False,
        work=lambda c, day, cal: counting.working_days_beginning_with(day, c.days or 0, cal),
        label=lambda c: f"and {plural(c.days or 0, 'working day')} beginning with it",
    ),
    "working-days-before": Primitive(
        amount="days",
        backward=True,
        work=lambda c, day, cal: counting.working_days_before(day, c.days or 0, c.reading, cal),
        label=lambda c: (
            f"less {plural(c.days or 0, 'working day')}"
            + (" and one more on the strict reading" if c.reading == "strict" else "")
        ),
    ),
    "months-after": Primitive(
        amount="months",
        backward=False,
        work=lambda c, day, cal: counting.months_after(day, c.months or 0),
        label=lambda c: f"plus {plural(c.months or 0, 'month')} (the corresponding date)",
    ),
    "months-before": Primitive(
        amount="months",
        backward=True,
        work=lambda c, day, cal: counting.months_before(day, c.months or 0),
        label=_months_before_label,
    ),
    "months-before-back": Primitive(
        amount="months",
        backward=True,
        work=lambda c, day, cal: counting.months_before_back(day, c.months or 0),
        label=lambda c: f"less {plural(c.months or 0, 'month')}, counted back",
    ),
    "months-before-forward": Primitive(
        amount="months",
        backward=True,
        work=lambda c, day, cal: counting.months_before_forward(day, c.months or 0),
        label=lambda c: f"less {plural(c.months or 0, 'month')}, counted forward",
    ),
    "months-beginning-with": Primitive(
        amount="months",
        backward=False,
        work=lambda c, day, cal: counting.months_beginning_with(day, c.months or 0),
        label=lambda c: f"and {plural(c.months or 0, 'month')} beginning with it, the last day",
    ),
    "days-after": Primitive(
        amount="days",
        backward=False,
        work=lambda c, day, cal: counting.days_after(day, c.days or 0),
        label=lambda c: f"plus {plural(c.days or 0, 'day')}",
    ),
    "days-before": Primitive(
        amount="days",
        backward=True,
        work=lambda c, day, cal: counting.days_before(day, c.days or 0),
        label=lambda c: f"less {plural(c.days or 0, 'day')}",
    ),
    "weeks-after": Primitive(
        amount="weeks",
        backward=False,
        work=lambda c, day, cal: counting.days_after(day, 7 * (c.weeks or 0)),
        label=lambda c: f"plus {plural(c.weeks or 0, 'week')}",
    ),
    "weeks-before": Primitive(
        amount="weeks",
        backward=True,
        work=lambda c, day, cal: counting.days_before(day, 7 * (c.weeks or 0)),
        label=lambda c: f"less {plural(c.weeks or 0, 'week')}",
    ),
    "hours-after": Primitive(
        amount="hours",
        backward=False,
        work=lambda c, at, cal: counting.hours_after(at, c.hours or 0),
        label=lambda c: f"plus {plural(c.hours or 0, 'clock hour')}",
    ),
}


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
