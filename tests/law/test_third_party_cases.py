"""Dates that other projects test themselves on, each answered by the convention it names.

Several of the conventions are not ours on purpose, and each is made here from what we have:
a start on a closed day that first rolls and is then counted from, a count with its start in and
its end out, a Saturday opened for work, a bank holiday looked up rather than a working day.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from rules.almanac import calendar
from rules.calendars import WorkingCalendar
from rules.counting import (
    clear_days_between,
    days_after,
    nth_working_day_after,
    roll_back,
    roll_forward,
    working_days_before,
)

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "third_party_cases.json").read_text(encoding="utf-8")
)["cases"]
ONE_DAY = timedelta(days=1)
DIVISIONS = ("england-and-wales", "scotland", "northern-ireland")


def due_after_working_days(case: Any, on: WorkingCalendar) -> date:
    """Freedom of information: the day of receipt never counts. Ours as it is."""
    return nth_working_day_after(_start(case), case["n"], on)


def due_after_calendar_days_roll_forward(case: Any, on: WorkingCalendar) -> date:
    """Every day counts, and a last day that is closed moves on. Ours, told to roll."""
    return roll_forward(days_after(_start(case), case["n"]), on)


def add_working_days(case: Any, on: WorkingCalendar) -> date:
    """Not ours: a closed start first becomes the next working day, and is counted from there."""
    return nth_working_day_after(roll_forward(_start(case), on), case["n"], on)


def subtract_working_days(case: Any, on: WorkingCalendar) -> date:
    """Not ours: a closed start first becomes the working day before."""
    return working_days_before(roll_back(_start(case), on), case["n"], "literal", on)


def working_days_between_start_inclusive_end_exclusive(case: Any, on: WorkingCalendar) -> int:
    """Not ours: the start counts and the end does not. Clear days from the day before it."""
    return clear_days_between(
        _start(case) - ONE_DAY, date.fromisoformat(case["end"]), "working", on
    )


def next_working_day_strictly_after(case: Any, on: WorkingCalendar) -> date:
    """The first working day after, whatever the day itself is."""
    return nth_working_day_after(_day(case), 1, on)


def previous_working_day_strictly_before(case: Any, on: WorkingCalendar) -> date:
    """The last working day before, whatever the day itself is."""
    return working_days_before(_day(case), 1, "literal", on)


def next_working_day_on_or_after(case: Any, on: WorkingCalendar) -> date:
    """The day itself where it is open."""
    return roll_forward(_day(case), on)


def previous_working_day_on_or_before(case: Any, on: WorkingCalendar) -> date:
    """The day itself where it is open."""
    return roll_back(_day(case), on)


def is_working_day(case: Any, on: WorkingCalendar) -> bool:
    """Ours as it is."""
    return on.is_working_day(_day(case))


def is_bank_holiday(case: Any, on: WorkingCalendar) -> bool:
    """Not ours: we ask what closes a day, and a holiday is a name that is no weekday's."""
    return on.why_closed(_day(case)) not in (None, f"{_day(case):%A}")


def next_bank_holiday_after(case: Any, on: WorkingCalendar) -> date:
    """Not ours: read from the list of holidays."""
    return min(day for day in _holidays(on) if day > _day(case))


def previous_bank_holiday_before(case: Any, on: WorkingCalendar) -> date:
    """Not ours: read from the list of holidays."""
    return max(day for day in _holidays(on) if day < _day(case))


CONVENTIONS: dict[str, Callable[[Any, WorkingCalendar], Any]] = {
    convention.__name__: convention
    for convention in (
        due_after_working_days,
        due_after_calendar_days_roll_forward,
        add_working_days,
        subtract_working_days,
        working_days_between_start_inclusive_end_exclusive,
        next_working_day_strictly_after,
        previous_working_day_strictly_before,
        next_working_day_on_or_after,
        previous_working_day_on_or_before,
        is_working_day,
        is_bank_holiday,
        next_bank_holiday_after,
        previous_bank_holiday_before,
    )
}


def _day(case: Any) -> date:
    return date.fromisoformat(case["date"])


def _start(case: Any) -> date:
    return date.fromisoformat(case["start"])


def _holidays(on: WorkingCalendar) -> set[date]:
    return {holiday.on for holiday in on.holidays if holiday.is_known(None)}


@pytest.fixture(scope="session")
def calendar_for(a_calendar, from_library):
    """The calendar a case is counted on: its own list, or the division it names."""

    def built(case):
        if "holidays" in case:
            return _listed(case, a_calendar)
        if case["division"] == "common":
            return _common(a_calendar)
        if case["division"] == "any-part-of-uk":
            return from_library("uk-any", 2008, 2009)
        return calendar(case["division"])

    return built


def _listed(case: Any, a_calendar: Callable[..., WorkingCalendar]) -> WorkingCalendar:
    """The case's own holidays. No calendar of ours opens a weekend, so here no weekday is closed
    as such: every Saturday and Sunday is closed by name but the ones that are worked."""
    first, last = date(2012, 1, 1), date(2014, 12, 31)
    worked = {date.fromisoformat(day) for day in case["extra_working_dates"]}
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    closed = {day for day in every if day.weekday() >= 5}
    closed |= {date.fromisoformat(day) for day in case["holidays"]}
    return a_calendar(
        *(closed - worked), first_day=first, known_until=last, closed_weekdays=frozenset()
    )


def _common(a_calendar: Callable[..., WorkingCalendar]) -> WorkingCalendar:
    """Only the holidays that all three divisions share: the opposite of `uk-any`."""
    shared = set.intersection(*(_holidays(calendar(name)) for name in DIVISIONS))
    return a_calendar(*shared, first_day=calendar(DIVISIONS[0]).first_day)


def _named(case: Any) -> str:
    return f"{case['op']}-{case.get('start') or case['date']}-{case.get('division', 'own-list')}"


@pytest.mark.parametrize("case", CASES, ids=_named)
def test_the_case_comes_out_by_the_convention_it_names(case, calendar_for):
    """The expected value is the other project's own."""
    found = CONVENTIONS[case["op"]](case, calendar_for(case))
    said = found.isoformat() if isinstance(found, date) else found
    assert said == case["expected"], case.get("note", "")


def test_all_59_cases_ran_and_each_names_a_convention_and_whose_it_is(calendar_for):
    """None is left out: answered once more here, counted by convention, with source and licence."""
    answered = [CONVENTIONS[case["op"]](case, calendar_for(case)) for case in CASES]
    assert len(answered) == 59
    assert Counter(case["op"] for case in CASES) == {
        "due_after_working_days": 2,
        "due_after_calendar_days_roll_forward": 2,
        "next_working_day_strictly_after": 4,
        "previous_working_day_strictly_before": 5,
        "is_working_day": 4,
        "next_bank_holiday_after": 2,
        "previous_bank_holiday_before": 2,
        "is_bank_holiday": 3,
        "add_working_days": 5,
        "subtract_working_days": 5,
        "working_days_between_start_inclusive_end_exclusive": 19,
        "next_working_day_on_or_after": 3,
        "previous_working_day_on_or_before": 3,
    }
    assert {case["op"] for case in CASES} == set(CONVENTIONS)
    assert all(case["source"] and case["commit"] and case["licence"] for case in CASES)
