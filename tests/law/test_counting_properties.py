"""What holds of every count, whatever the day, the amount and the holidays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules import counting
from rules.calendars import Holiday, WorkingCalendar

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2025, 1, 1), date(2028, 12, 31)

#: Events in the middle of the calendars, so that no count here runs out of days.
days = st.dates(date(2026, 6, 1), date(2027, 6, 30))
any_day = st.dates(date(1990, 1, 1), date(2090, 12, 31))
amounts = st.integers(1, 40)
months = st.integers(0, 60)
closed_days = st.frozensets(st.dates(date(2026, 3, 1), date(2027, 10, 31)), max_size=30)
weekdays = st.sampled_from([frozenset({5, 6}), frozenset({6}), frozenset({4, 5}), frozenset()])


def a_calendar(closed: frozenset[date], closed_weekdays: frozenset[int] = frozenset({5, 6})):
    """Four years with these days closed, each by a record always known."""
    records = (Holiday(on=on, name="Closed", known_from=date.min) for on in sorted(closed))
    return WorkingCalendar(
        name="drawn",
        title="Drawn by Hypothesis",
        published_on=FIRST,
        first_day=FIRST,
        known_until=LAST,
        holidays=tuple(records),
        closed_weekdays=closed_weekdays,
    )


calendars = st.builds(a_calendar, closed_days, weekdays)


def walked(start: date, end: date, calendar: WorkingCalendar) -> int:
    """The working days after `start` up to and including `end`, one by one."""
    shut = {holiday.on for holiday in calendar.holidays}
    found, day = 0, start
    while day < end:
        day += ONE_DAY
        found += day.weekday() not in calendar.closed_weekdays and day not in shut
    return found


@given(days, amounts, calendars)
def test_the_last_day_leaves_exactly_its_clear_working_days_and_the_next_one_fewer(
    event, n, calendar
):
    """So the day given is the last, and not merely a good one."""
    last = counting.clear_days_before(event, n, "working", calendar)
    assert counting.clear_days_between(last, event, "working", calendar) == n
    later = calendar.nth_after(last, 1)
    assert counting.clear_days_between(later, event, "working", calendar) == n - 1


@given(any_day, amounts)
def test_the_last_day_leaves_exactly_its_clear_calendar_days_and_the_next_one_fewer(event, n):
    """Every day counts, and no calendar is asked."""
    calendar = a_calendar(frozenset())
    last = counting.clear_days_before(event, n, "calendar", calendar)
    assert counting.clear_days_between(last, event, "calendar", calendar) == n
    assert counting.clear_days_between(last + ONE_DAY, event, "calendar", calendar) == n - 1


@given(days, amounts, calendars, st.sampled_from(["working", "calendar"]))
def test_an_act_is_free_once_its_clear_days_have_elapsed_and_not_a_day_sooner(
    trigger, n, calendar, unit
):
    """The first free day has all of them behind it; the day before has one fewer."""
    first = counting.clear_days_elapsed(trigger, n, unit, calendar)
    assert counting.clear_days_between(trigger, first, unit, calendar) == n
    assert counting.clear_days_between(trigger, first - ONE_DAY, unit, calendar) == n - 1


BACKWARD = {
    "clear-days-before": lambda d, n, c: counting.clear_days_before(d, n, "working", c),
    "working-days-before": lambda d, n, c: counting.working_days_before(d, n, "literal", c),
    "strict": lambda d, n, c: counting.working_days_before(d, n, "strict", c),
    "roll-back": lambda d, n, c: counting.roll_back(d, c),
}
FORWARD = {
    "clear-days-elapsed": lambda d, n, c: counting.clear_days_elapsed(d, n, "working", c),
    "nth-working-day-after": counting.nth_working_day_after,
    "beginning-with": counting.working_days_beginning_with,
    "roll-forward": lambda d, n, c: counting.roll_forward(d, c),
    "post": lambda d, n, c: counting.deemed_service(_at(d, n), "first-class", c),
    "e-mail": lambda d, n, c: counting.deemed_service(_at(d, n), "email", c),
}


def _at(day: date, n: int) -> datetime:
    return datetime.combine(day, time(n % 24, 0))


@pytest.mark.parametrize("count", BACKWARD.values(), ids=BACKWARD)
@given(event=days, n=amounts, closed=closed_days, added=days)
def test_adding_a_holiday_never_makes_a_backward_deadline_later(count, event, n, closed, added):
    """A late bank holiday may spoil a notice; it never excuses one."""
    before = count(event, n, a_calendar(closed))
    assert count(event, n, a_calendar(closed | {added})) <= before


@pytest.mark.parametrize("count", FORWARD.values(), ids=FORWARD)
@given(trigger=days, n=amounts, closed=closed_days, added=days)
def test_adding_a_holiday_never_makes_a_forward_deadline_earlier(count, trigger, n, closed, added):
    """Working-day limits that run forward only lengthen."""
    before = count(trigger, n, a_calendar(closed))
    assert count(trigger, n, a_calendar(closed | {added})) >= before


@given(any_day, months)
@example(date(2027, 2, 28), 4)
@example(date(2028, 2, 29), 12)
def test_counted_forward_the_months_run_out_by_the_event_and_the_next_day_they_do_not(event, m):
    """That is what makes it the latest day."""
    forward = counting.months_before_forward(event, m)
    assert counting.months_after(forward, m) <= event
    assert counting.months_after(forward + ONE_DAY, m) > event


@given(any_day, months)
@example(date(2027, 2, 28), 4)
def test_back_and_forward_differ_only_where_both_stand_at_a_month_end(event, m):
    """And the earlier of the two is the one that is given."""
    back = counting.months_before_back(event, m)
    forward = counting.months_before_forward(event, m)
    assert counting.months_before(event, m) == min(back, forward) == back
    if back != forward:
        assert (event + ONE_DAY).day == 1
        assert (forward + ONE_DAY).day == 1


@given(any_day.filter(lambda day: day.day <= 28), months)
def test_away_from_a_month_end_months_before_undoes_months_after(day, m):
    """Up to the 28th every month has the corresponding date, so all the ways agree."""
    later = counting.months_after(day, m)
    assert later.day == day.day
    assert counting.months_before_back(later, m) == day
    if (later + ONE_DAY).day != 1:
        assert counting.months_before_forward(later, m) == day


@given(any_day, st.integers(1, 60))
def test_months_beginning_with_a_day_end_just_before_the_corresponding_date(day, m):
    """Or on the last day of the month, where it has no such date."""
    last, corresponding = counting.months_beginning_with(day, m), counting.months_after(day, m)
    if corresponding.day == day.day:
        assert last + ONE_DAY == corresponding
    else:
        assert last == corresponding
        assert (last + ONE_DAY).day == 1


@given(days, amounts, calendars)
def test_a_count_of_working_days_never_lands_on_a_closed_day(day, n, calendar):
    """Neither forward nor backward."""
    assert calendar.why_closed(calendar.nth_after(day, n)) is None
    assert calendar.why_closed(calendar.nth_before(day, n)) is None


@given(days, amounts, calendars)
def test_from_a_working_day_adding_and_subtracting_undo_each_other(day, n, calendar):
    """So many days on and as many back lead home."""
    start = calendar.on_or_after(day)
    assert calendar.nth_before(calendar.nth_after(start, n), n) == start
    assert calendar.nth_after(calendar.nth_before(start, n), n) == start


@given(days, days, calendars)
def test_between_and_distance_agree_with_walking_day_by_day(start, end, calendar):
    """Days strictly between, and days after the start up to the end; negative the other way."""
    first, last = sorted((start, end))
    sign = 1 if start <= end else -1
    between = walked(first, last - ONE_DAY, calendar) if last > first else 0
    assert calendar.between(start, end) == sign * between
    assert calendar.distance(start, end) == sign * walked(first, last, calendar)
