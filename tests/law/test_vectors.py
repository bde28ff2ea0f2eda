"""The vectors of the rule catalogue (its section 11.2), by the numbers they have there."""

from __future__ import annotations

from datetime import date

import pytest

from rules.almanac import calendar
from rules.counting import (
    clear_days_before,
    clear_days_between,
    deemed_service,
    latest_of,
    months_before,
    months_before_back,
    months_before_forward,
    not_less_than_days_before,
    period_beginning_with,
    working_days_before,
    working_days_beginning_with,
)

#: England and Wales, weekdays of 1990 that were holidays. The shipped calendars begin in 2012.
HOLIDAYS_OF_1990 = (
    *("Mon 1 Jan 1990", "Fri 13 Apr 1990", "Mon 16 Apr 1990", "Mon 7 May 1990"),
    *("Mon 28 May 1990", "Mon 27 Aug 1990", "Tue 25 Dec 1990", "Wed 26 Dec 1990"),
)


def test_v01_a_tuesday_cabinet_is_published_by_the_monday_of_the_week_before(day, england):
    """Five clear working days: 12, 9, 8, 7 and 6 October lie between."""
    found = clear_days_before(day("Tue 13 Oct 2026"), 5, "working", england)
    assert found == day("Mon 5 Oct 2026")


@pytest.mark.parametrize(
    ("known_on", "last_day"),
    [("Fri 9 Sep 2022", "Mon 12 Sep 2022"), ("Mon 12 Sep 2022", "Fri 9 Sep 2022")],
)
def test_v03_the_state_funeral_moved_a_last_day_that_had_already_passed(day, known_on, last_day):
    """A cabinet on 20 September 2022, as counted before and after the 19th was proclaimed."""
    then = calendar("england-and-wales", day(known_on))
    found = clear_days_before(day("Tue 20 Sep 2022"), 5, "working", then)
    assert found == day(last_day)


@pytest.mark.parametrize(
    ("known_on", "days_between"), [("Fri 9 Sep 2022", 5), ("Mon 12 Sep 2022", 4)]
)
def test_a_notice_of_12_september_2022_fell_one_day_short(day, known_on, days_between):
    """Published in good time on Monday the 12th, it was short once the 19th was a holiday."""
    then = calendar("england-and-wales", day(known_on))
    found = clear_days_between(day("Mon 12 Sep 2022"), day("Tue 20 Sep 2022"), "working", then)
    assert found == days_between


def test_v04_twenty_eight_clear_days_by_the_calendar_go_back_twenty_nine(day, england):
    """The twenty-eight whole days are 15 September to 12 October."""
    found = clear_days_before(day("Tue 13 Oct 2026"), 28, "calendar", england)
    assert found == day("Mon 14 Sep 2026")


def test_v07_four_months_before_the_end_of_february_has_two_answers(day):
    """Counted back 28 October, counted forward 31 October; the earlier is the safe one."""
    event = day("Sun 28 Feb 2027")
    assert months_before_back(event, 4) == day("Wed 28 Oct 2026")
    assert months_before_forward(event, 4) == day("Sat 31 Oct 2026")
    assert months_before(event, 4) == day("Wed 28 Oct 2026")


@pytest.mark.parametrize(
    ("vector", "first_day", "days", "last_day"),
    [
        ("V-09", "Wed 31 Mar 2027", 30, "Thu 29 Apr 2027"),
        ("V-10", "Wed 1 Apr 2026", 56, "Tue 26 May 2026"),
    ],
)
def test_v09_and_v10_a_period_beginning_with_a_day_counts_that_day(
    day, vector, first_day, days, last_day
):
    """Find a Tender itself states V-10: 56 days beginning with 1 April end on 26 May."""
    assert period_beginning_with(day(first_day), days) == day(last_day), vector


@pytest.mark.parametrize(
    ("name", "last_day"),
    [("uk-any", "Wed 8 Jan 2025"), ("england-and-wales", "Tue 7 Jan 2025")],
)
def test_v12_a_scottish_holiday_lengthens_a_standstill_in_england(day, name, last_day):
    """Eight working days beginning with 24 December: 24, 27, 30, 31, 2 or 3 January and on."""
    found = working_days_beginning_with(day("Tue 24 Dec 2024"), 8, calendar(name))
    assert found == day(last_day)


def test_v15_twenty_working_days_before_expiry_step_over_easter(day, england):
    """Good Friday was 30 March 2018 and Easter Monday 2 April."""
    found = working_days_before(day("Mon 30 Apr 2018"), 20, "literal", england)
    assert found == day("Thu 29 Mar 2018")


@pytest.mark.parametrize(
    ("reading", "last_day"), [("literal", "Wed 4 Oct 2017"), ("strict", "Tue 3 Oct 2017")]
)
def test_v17_not_less_than_28_days_is_one_day_earlier_on_the_strict_reading(day, reading, last_day):
    """A transfer on 1 November 2017: employee liability information."""
    assert not_less_than_days_before(day("Wed 1 Nov 2017"), 28, reading) == day(last_day)


def test_v19_notice_of_election_is_25_days_back_on_the_election_calendar(day):
    """Polling on 7 May 2026: Good Friday 3 April, Easter Monday 6 April, 4 May do not count."""
    found = working_days_before(day("Thu 7 May 2026"), 25, "literal", calendar("elections"))
    assert found == day("Mon 30 Mar 2026")


def test_v21_an_e_mail_after_five_on_friday_is_served_on_monday_and_still_in_time(
    day, moment, england
):
    """Four months before Wednesday 31 March 2027 is Monday 30 November 2026, the last day."""
    served = deemed_service(moment("17:30 Fri 27 Nov 2026"), "email", england)
    assert served == moment("09:00 Mon 30 Nov 2026")
    last_day = months_before(day("Wed 31 Mar 2027"), 4)
    assert last_day == day("Mon 30 Nov 2026")
    assert served.date() <= last_day


def test_v23_the_gate_of_all_councils_opens_with_the_last_of_them(day):
    """Two councils free in October and one, called in, in November."""
    effective = [day("Fri 23 Oct 2026"), day("Fri 30 Oct 2026"), day("Fri 13 Nov 2026")]
    assert latest_of(effective) == day("Fri 13 Nov 2026")


@pytest.mark.parametrize(
    ("unit", "closed_weekdays", "clear_days"),
    [("working", {5, 6}, 2), ("working", {6}, 3), ("calendar", {5, 6}, 4)],
    ids=["working", "saturday-counts", "calendar"],
)
def test_v25_elitestone_had_two_clear_days_because_the_weekend_did_not_count(
    day, a_calendar, unit, closed_weekdays, clear_days
):
    """Agenda Thursday 26 April 1990, meeting Tuesday 1 May: "had no effect in law".

    Some parish councils let a Saturday count; even so it would have been three.
    """
    then = a_calendar(
        *(day(text) for text in HOLIDAYS_OF_1990),
        first_day=date(1990, 1, 1),
        known_until=date(1990, 12, 31),
        closed_weekdays=frozenset(closed_weekdays),
    )
    found = clear_days_between(day("Thu 26 Apr 1990"), day("Tue 1 May 1990"), unit, then)
    assert found == clear_days
