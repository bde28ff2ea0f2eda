"""What holds of every calendar: what was known when, and what a union closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.calendars import Holiday, WorkingCalendar, union

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

inside = st.dates(FIRST, LAST)
known_days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@st.composite
def records(draw) -> tuple[Holiday, ...]:
    """Up to twenty records of different days, some withdrawn some time after they were known."""
    found = []
    for on in draw(st.lists(inside, unique=True, max_size=20)):
        known_from = draw(known_days)
        later = draw(st.none() | st.integers(1, 400))
        withdrawn = None if later is None else known_from + timedelta(days=later)
        found.append(Holiday(on=on, name="Day", known_from=known_from, withdrawn_from=withdrawn))
    return tuple(sorted(found))


@st.composite
def calendars(draw) -> WorkingCalendar:
    """Half a year, on any week, with such records."""
    return WorkingCalendar(
        name="drawn",
        title="Drawn by Hypothesis",
        published_on=FIRST,
        first_day=FIRST,
        known_until=LAST,
        holidays=draw(records()),
        closed_weekdays=frozenset(draw(st.sets(st.integers(0, 6), max_size=3))),
    )


def vars_of(calendar: WorkingCalendar) -> dict:
    """The fields a calendar is built from."""
    return {name: getattr(calendar, name) for name in WorkingCalendar.__dataclass_fields__}


def closed(calendar: WorkingCalendar) -> set[date]:
    """The days of the half year that do not count."""
    return {day for day in EVERY_DAY if not calendar.is_working_day(day)}


@given(calendars(), known_days, known_days)
def test_between_two_days_of_knowledge_only_what_was_announced_or_withdrawn_changes(
    calendar, one, other
):
    """Both days inclusive; what was announced and withdrawn in between leaves no trace."""
    earlier, later = sorted((one, other))
    turned = set()
    for holiday in calendar.holidays:
        announced = earlier < holiday.known_from <= later
        withdrawn = holiday.withdrawn_from and earlier < holiday.withdrawn_from <= later
        if announced != bool(withdrawn) and holiday.on.weekday() not in calendar.closed_weekdays:
            turned.add(holiday.on)
    then, now = calendar.as_known_on(earlier), calendar.as_known_on(later)
    assert closed(then) ^ closed(now) == turned


@given(calendars(), known_days)
def test_a_calendar_asked_as_it_stands_forgets_the_day_it_was_asked_about(calendar, known_on):
    """To the day and back is the calendar one started with."""
    assert calendar.as_known_on(known_on).as_known_on(None) == calendar
    assert calendar.as_known_on(known_on).as_known_on(None).version == calendar.version


@given(st.lists(calendars(), min_size=1, max_size=3), st.none() | known_days)
def test_a_union_is_closed_exactly_where_a_part_is(parts, known_on):
    """As it stands, and as it stood on any day."""
    whole = union(tuple(parts), name="whole", title="Whole").as_known_on(known_on)
    assert closed(whole) == set().union(*(closed(part.as_known_on(known_on)) for part in parts))


@given(calendars(), calendars(), st.integers(0, 60), st.integers(0, 60))
def test_a_union_is_known_only_where_every_part_is(one, other, late_start, early_end):
    """From the latest first day to the earliest last one."""
    days = {
        "first_day": FIRST + timedelta(days=late_start),
        "known_until": LAST - timedelta(days=early_end),
    }
    shorter = WorkingCalendar(**{**vars_of(other), **days})
    whole = union((one, shorter), name="whole", title="Whole")
    assert (whole.first_day, whole.known_until) == (days["first_day"], days["known_until"])


@given(calendars(), st.lists(inside, max_size=5))
def test_a_councils_own_closed_days_close_and_never_open(calendar, own):
    """What was closed stays closed, and the council's days are closed besides."""
    days = tuple(Holiday(on=on, name="Office closed", known_from=date.min) for on in own)
    wider = calendar.closing(days, name="council", title="Council")
    assert closed(wider) == closed(calendar) | set(own)


def test_a_holiday_moved_in_one_nation_only_is_still_closed_where_another_keeps_it(a_calendar):
    """The same day, name and first notice in both; only one of them withdrew it."""
    may = Holiday(on=date(2026, 5, 4), name="Early May", known_from=date(1971, 12, 16))
    moved = replace(may, withdrawn_from=date(2025, 6, 7))
    keeps, moves = a_calendar(holidays=(may,)), a_calendar(holidays=(moved,))
    assert not union((keeps, moves), name="both", title="Both").is_working_day(may.on)
    assert moves.is_working_day(may.on)
