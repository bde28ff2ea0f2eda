"""Every day of every shipped calendar, against two libraries that know nothing of ours.

`holidays` says which days are closed; `numpy` counts, from our holidays, by its own arithmetic.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from rules.almanac import calendar, calendar_names
from rules.calendars import WorkingCalendar

FIRST, LAST = date(2012, 1, 1), date(2028, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
#: Far enough from both ends that no count below leaves the calendar.
MARGIN = 60
INSIDE = EVERY_DAY[MARGIN:-MARGIN]

#: Christmas Eve is disregarded in election timetables only, and no list of holidays has it: these
#: are the weekdays among them.
CHRISTMAS_EVES = {
    *(date(2012, 12, 24), date(2013, 12, 24), date(2014, 12, 24), date(2015, 12, 24)),
    *(date(2018, 12, 24), date(2019, 12, 24), date(2020, 12, 24), date(2021, 12, 24)),
    *(date(2024, 12, 24), date(2025, 12, 24), date(2026, 12, 24), date(2027, 12, 24)),
}
#: Where ours and `holidays` differ, and ours is right. Both hold the Scottish holiday of
#: 15 June 2026, which the GOV.UK list of 25 February 2026 lacks.
DIFFERENCES: dict[str, set[date]] = {
    "elections": CHRISTMAS_EVES,
    "england-and-wales": set(),
    "northern-ireland": set(),
    "scotland": set(),
    "uk-any": set(),
}
#: The calendar that `holidays` can build to stand beside one of ours.
BESIDE = {"elections": "england-and-wales"}

calendars = pytest.mark.parametrize("name", DIFFERENCES)
#: numpy wants the unit said.
DAY = np.timedelta64(1, "D")


def as_numpy(ours: WorkingCalendar) -> np.busdaycalendar:
    """The same weekend and the same holidays, as numpy keeps them."""
    shut = [holiday.on for holiday in ours.holidays if holiday.is_known(None)]
    return np.busdaycalendar(weekmask="1111100", holidays=shut)


def test_no_calendar_ships_that_is_not_compared():
    """A new calendar must be set beside the libraries too."""
    assert sorted(DIFFERENCES) == calendar_names()


@calendars
def test_every_day_is_open_or_closed_as_the_holidays_package_has_it(name, from_library):
    """But for the differences named above, and each of those is one."""
    ours = calendar(name)
    theirs = from_library(BESIDE.get(name, name), FIRST.year, LAST.year)
    differ = {day for day in EVERY_DAY if ours.is_working_day(day) != theirs.is_working_day(day)}
    assert differ == DIFFERENCES[name]


@calendars
def test_every_day_is_open_or_closed_as_numpy_has_it(name):
    """By the tables that the counting uses, and by what the arithmetic in words goes by."""
    ours = calendar(name)
    theirs = np.is_busday(EVERY_DAY, busdaycal=as_numpy(ours)).tolist()
    assert [ours.is_working_day(day) for day in EVERY_DAY] == theirs
    assert [ours.why_closed(day) is None for day in EVERY_DAY] == theirs


@calendars
@pytest.mark.parametrize("n", [1, 2, 5, 20, 30])
def test_the_nth_working_day_either_way_is_the_one_numpy_offsets_to(name, n):
    """From every day: numpy rolls a closed start the other way first, which is to leave it out."""
    ours = calendar(name)
    by = as_numpy(ours)
    after = np.busday_offset(INSIDE, n, roll="backward", busdaycal=by).tolist()
    before = np.busday_offset(INSIDE, -n, roll="forward", busdaycal=by).tolist()
    assert [ours.nth_after(day, n) for day in INSIDE] == after
    assert [ours.nth_before(day, n) for day in INSIDE] == before


@calendars
@pytest.mark.parametrize("length", [1, 2, 8, 31, 59])
def test_the_working_days_between_are_those_numpy_counts(name, length):
    """numpy counts its start in and its end out: from the day after the first to the last."""
    ours = calendar(name)
    by = as_numpy(ours)
    starts = np.array(INSIDE, dtype="datetime64[D]")
    ends = [day + timedelta(days=length) for day in INSIDE]
    between = np.busday_count(starts + DAY, ends, busdaycal=by).tolist()
    distance = np.busday_count(starts + DAY, starts + (length + 1) * DAY, busdaycal=by).tolist()
    assert [ours.between(*pair) for pair in zip(INSIDE, ends, strict=True)] == between
    assert [ours.distance(*pair) for pair in zip(INSIDE, ends, strict=True)] == distance
