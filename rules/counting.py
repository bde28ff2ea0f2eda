"""The ways of counting time. Each function is one way, and names no rule that uses it.

Every function takes and returns plain dates. What a calendar is needed for says so; calendar-day
counts use none. None of them rolls: a statutory day that falls on a closed day stays there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pendulum

from rules.calendars import WorkingCalendar
from rules.errors import InputError

Unit = Literal["working", "calendar"]
Reading = Literal["literal", "strict"]
Method = Literal["hand", "first-class", "email"]

#: Local time of the councils.
LONDON = ZoneInfo("Europe/London")
#: Working days after posting on which first-class post is deemed served, in the clauses seen.
FIRST_CLASS_WORKING_DAYS = 2
#: The hour at which an e-mail that came too late is deemed received on the next working day.
OPENING = time(9, 0)


def clear_days_before(event: date, days: int, unit: Unit, calendar: WorkingCalendar) -> date:
    """The last day to publish so that `days` clear days lie between publication and `event`.

    Neither the day of publication nor the day of the event counts: days are reckoned "exclusive
    both of the day of service and the day of the meeting" (R v Herefordshire Justices (1820), as
    applied in R v Swansea City Council ex p Elitestone Ltd (CA, 5 May 1993), where a weekend did
    not count). P1.
    """
    _at_least(days, 0, "days")
    if unit == "calendar":
        return event - timedelta(days=days + 1)
    return calendar.nth_before(event, days + 1)


def clear_days_elapsed(trigger: date, days: int, unit: Unit, calendar: WorkingCalendar) -> date:
    """The first day on which an act may be done once `days` clear days have elapsed.

    "after five clear days have elapsed following the day on which" the notice is given (SI
    2012/2089 regulation 10(1)(c)). The day may itself be a closed one: the act is allowed then. P2.
    """
    _at_least(days, 0, "days")
    if unit == "calendar" or days == 0:
        return trigger + timedelta(days=days + 1)
    return calendar.nth_after(trigger, days) + timedelta(days=1)


def clear_days_between(start: date, end: date, unit: Unit, calendar: WorkingCalendar) -> int:
    """How many whole days lie strictly between the two, counting neither. 0 or more.

    Raises: InputError when `end` comes before `start`.
    """
    if end < start:
        raise InputError(
            f"The event {end} comes before the start {start}.",
            "a start on or before the event.",
            "exchange the two dates.",
        )
    if unit == "working":
        return calendar.between(start, end)
    return max((end - start).days - 1, 0)


def not_less_than_days_before(event: date, days: int, reading: Reading) -> date:
    """The last day for an act to be done "not less than n days before" an event.

    Literal: n days back. Strict: the words import clear days, so one day earlier (Re Hector
    Whaling Ltd [1936] Ch 208; R v Turner [1910] 1 KB 346; both from memory). P3.
    """
    _at_least(days, 1, "days")
    return event - timedelta(days=days + (reading == "strict"))


def period_beginning_with(day: date, days: int) -> date:
    """The last day of "the period of n days beginning with" a day, which is day 1.

    Procurement Act 2023 drafting; Zoan v Rouamba [2000] 1 WLR 1509 (from memory). Find a Tender
    states 56 days beginning with 1 April as 1 April to 26 May inclusive. P4.
    """
    _at_least(days, 1, "days")
    return day + timedelta(days=days - 1)


def nth_working_day_after(day: date, n: int, calendar: WorkingCalendar) -> date:
    """The n-th working day following a day, which does not count (Lester v Garland (1808)). P5."""
    _at_least(n, 1, "days")
    return calendar.nth_after(day, n)


def working_days_beginning_with(day: date, n: int, calendar: WorkingCalendar) -> date:
    """The last of n working days beginning with a day, day 1 if it is itself a working day.

    Procurement Act 2023 section 51(2). P6.
    """
    _at_least(n, 1, "days")
    return calendar.nth_after(day - timedelta(days=1), n)


def working_days_before(event: date, n: int, reading: Reading, calendar: WorkingCalendar) -> date:
    """The last day for an act "at least n working days prior to" an event.

    Literal: the n-th working day back, the event not counted. Strict: one working day earlier.
    Construction of the contract, from memory. P7.
    """
    _at_least(n, 1, "days")
    return calendar.nth_before(event, n + (reading == "strict"))


def months_after(day: date, months: int) -> date:
    """The corresponding date so many calendar months on, or the month's last day if it has none.

    Dodds v Walker [1981] 1 WLR 1027; a month is a calendar month (Interpretation Act 1978,
    Schedule 1). P8.
    """
    _at_least(months, 0, "months")
    return _shift_months(day, months)


def months_before(event: date, months: int) -> date:
    """The last safe day to give so many months' notice of an event: the earlier of two answers.

    Back: the corresponding date, clamped to the month. Forward: the latest day whose
    corresponding date (`months_after`) is not past the event. They differ at a month-end and no
    authority settles which governs, so the earlier is given. P9.
    """
    return min(months_before_back(event, months), months_before_forward(event, months))


def months_before_back(event: date, months: int) -> date:
    """The corresponding date so many months earlier, clamped to the end of its month."""
    _at_least(months, 0, "months")
    return _shift_months(event, -months)


def months_before_forward(event: date, months: int) -> date:
    """The latest day from which so many months run out on or before the event."""
    day = months_before_back(event, months)
    while months_after(day + timedelta(days=1), months) <= event:
        day += timedelta(days=1)
    return day


def months_beginning_with(day: date, months: int) -> date:
    """The last day of so many months beginning with a day: the day before the corresponding date.

    Where the last month has no corresponding date, the period runs to the end of that month.
    """
    _at_least(months, 1, "months")
    corresponding = months_after(day, months)
    return corresponding - timedelta(days=1) if corresponding.day == day.day else corresponding


def days_after(day: date, days: int) -> date:
    """The n-th day after a day, which does not count; every day of the week counts."""
    _at_least(days, 0, "days")
    return day + timedelta(days=days)


def days_before(event: date, days: int) -> date:
    """The n-th day before an event, which does not count; every day of the week counts."""
    _at_least(days, 0, "days")
    return event - timedelta(days=days)


def hours_after(at: datetime, hours: int) -> datetime:
    """So many clock hours after a local time in London; nights, weekends and holidays run.

    Real hours are counted, so a span that holds a change of the clocks ends an hour off the
    same time of day. A time without a zone is taken and given back as London time.
    """
    _at_least(hours, 0, "hours")
    local = at if at.tzinfo else at.replace(tzinfo=LONDON)
    later = (local.astimezone(UTC) + timedelta(hours=hours)).astimezone(local.tzinfo)
    return later if at.tzinfo else later.replace(tzinfo=None)


def deemed_service(
    sent_at: datetime, method: Method, calendar: WorkingCalendar, *, cutoff: time = time(17, 0)
) -> datetime:
    """When a notice counts as served, by the clauses usually met; apply before any other count.

    By hand: on delivery. First-class: the second working day after posting, at nine. E-mail sent
    on a working day at or before the cut-off: then; otherwise at nine on the next working day.
    Contract clause: the contract's own governs. P10.
    """
    if method == "hand":
        return sent_at
    if method == "first-class":
        served = calendar.nth_after(sent_at.date(), FIRST_CLASS_WORKING_DAYS)
        return datetime.combine(served, OPENING, sent_at.tzinfo)
    if calendar.is_working_day(sent_at.date()) and sent_at.time() <= cutoff:
        return sent_at
    return datetime.combine(calendar.nth_after(sent_at.date(), 1), OPENING, sent_at.tzinfo)


def roll_back(day: date, calendar: WorkingCalendar) -> date:
    """The day itself, or the working day before it: where an act needs an office open. P11."""
    return calendar.on_or_before(day)


def roll_forward(day: date, calendar: WorkingCalendar) -> date:
    """The day itself, or the next working day: only where the provision itself says so. P11."""
    return calendar.on_or_after(day)


def latest_of(days: Iterable[date]) -> date:
    """When the last of several things has happened: the gate of all councils. P12.

    Raises: InputError when there are none.
    """
    found = list(days)
    if not found:
        raise InputError("A gate with no dates.", "one date for each council.", "name them.")
    return max(found)


def _shift_months(day: date, months: int) -> date:
    moved = pendulum.date(day.year, day.month, day.day).add(months=months)
    return date(moved.year, moved.month, moved.day)


def _at_least(value: int, least: int, name: str) -> None:
    if value < least:
        raise InputError(
            f"{name} is {value}.", f"{least} or more.", f"give {name} as a whole number."
        )
