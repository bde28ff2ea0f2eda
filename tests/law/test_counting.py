"""Each way of counting by its own worked days (section 1 of the rule catalogue)."""

from __future__ import annotations

from datetime import time

import pytest

from rules.almanac import calendar
from rules.counting import (
    clear_days_before,
    clear_days_between,
    clear_days_elapsed,
    days_after,
    days_before,
    deemed_service,
    hours_after,
    latest_of,
    months_after,
    months_before,
    months_beginning_with,
    nth_working_day_after,
    period_beginning_with,
    roll_back,
    roll_forward,
    working_days_before,
    working_days_beginning_with,
)
from rules.errors import InputError


@pytest.mark.parametrize(
    ("meeting", "last_day"),
    [
        ("Tue 13 Oct 2026", "Mon 5 Oct 2026"),
        ("Mon 12 Oct 2026", "Fri 2 Oct 2026"),
        ("Tue 8 Sep 2026", "Fri 28 Aug 2026"),
        ("Tue 6 Apr 2027", "Thu 25 Mar 2027"),
        ("Mon 4 Jan 2027", "Tue 22 Dec 2026"),
        ("Sat 10 Oct 2026", "Fri 2 Oct 2026"),
    ],
)
def test_five_clear_working_days_count_neither_end_nor_a_closed_day(
    day, england, meeting, last_day
):
    """Section 3.3, with Christmas and a meeting on a Saturday added. P1."""
    assert clear_days_before(day(meeting), 5, "working", england) == day(last_day)


def test_publishing_on_tuesday_for_the_next_tuesday_leaves_only_four(day, england):
    """The negative test of section 3.3: 7, 8, 9 and 12 October."""
    published, meeting = day("Tue 6 Oct 2026"), day("Tue 13 Oct 2026")
    assert clear_days_between(published, meeting, "working", england) == 4


@pytest.mark.parametrize(
    ("unit", "notice", "earliest"),
    [
        ("working", "Mon 5 Oct 2026", "Tue 13 Oct 2026"),
        ("calendar", "Mon 5 Oct 2026", "Sun 11 Oct 2026"),
        ("working", "Mon 21 Dec 2026", "Thu 31 Dec 2026"),
        ("working", "Fri 9 Jun 2023", "Sat 17 Jun 2023"),
    ],
)
def test_an_act_is_free_the_day_after_the_last_clear_day(day, england, unit, notice, earliest):
    """Even when that is a Saturday: no provision moves it. P2."""
    assert clear_days_elapsed(day(notice), 5, unit, england) == day(earliest)


def test_no_clear_days_at_all_still_leave_the_two_days_apart(day, england):
    """Nought clear days: the next day, or the working day before, and nothing between."""
    friday, monday = day("Fri 9 Oct 2026"), day("Mon 12 Oct 2026")
    assert clear_days_elapsed(friday, 0, "working", england) == day("Sat 10 Oct 2026")
    assert clear_days_elapsed(day("Sun 11 Oct 2026"), 0, "working", england) == monday
    assert clear_days_before(monday, 0, "working", england) == friday
    assert clear_days_between(friday, monday, "working", england) == 0
    assert clear_days_between(monday, monday, "calendar", england) == 0


@pytest.mark.parametrize(
    ("start", "months", "corresponding"),
    [
        ("Tue 30 Sep 1980", 4, "Fri 30 Jan 1981"),
        ("Sat 31 Oct 2026", 4, "Sun 28 Feb 2027"),
        ("Sun 31 Oct 2027", 4, "Tue 29 Feb 2028"),
        ("Thu 31 Dec 2026", 0, "Thu 31 Dec 2026"),
    ],
)
def test_a_month_runs_to_the_corresponding_date_or_the_end_of_the_month(
    day, start, months, corresponding
):
    """Dodds v Walker: notice on 30 September plus four months is 30 January, not 31. P8."""
    assert months_after(day(start), months) == day(corresponding)


@pytest.mark.parametrize(
    ("first_day", "months", "last_day"),
    [
        ("Wed 1 Nov 2017", 3, "Wed 31 Jan 2018"),
        ("Wed 30 Sep 2026", 3, "Tue 29 Dec 2026"),
        ("Sat 31 Oct 2026", 4, "Sun 28 Feb 2027"),
    ],
)
def test_months_beginning_with_a_day_end_the_day_before_the_corresponding_date(
    day, first_day, months, last_day
):
    """Without a corresponding date the period runs to the end of the month."""
    assert months_beginning_with(day(first_day), months) == day(last_day)


@pytest.mark.parametrize(
    ("published", "last_day"),
    [
        ("Thu 15 Oct 2026", "Thu 22 Oct 2026"),
        ("Sat 17 Oct 2026", "Fri 23 Oct 2026"),
        ("Tue 22 Dec 2026", "Thu 31 Dec 2026"),
    ],
)
def test_within_five_working_days_leaves_out_the_first_day(day, england, published, last_day):
    """The day of the event is excluded (Lester v Garland). P5."""
    assert nth_working_day_after(day(published), 5, england) == day(last_day)


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [("Mon 5 Oct 2026", "Fri 9 Oct 2026"), ("Sat 3 Oct 2026", "Fri 9 Oct 2026")],
)
def test_working_days_beginning_with_a_saturday_begin_on_monday(day, england, first_day, last_day):
    """The first day is day 1 only if it is a working day itself. P6."""
    assert working_days_beginning_with(day(first_day), 5, england) == day(last_day)


@pytest.mark.parametrize(
    ("reading", "last_day"), [("literal", "Thu 2 Apr 2026"), ("strict", "Wed 1 Apr 2026")]
)
def test_working_days_before_are_one_earlier_on_the_strict_reading(day, england, reading, last_day):
    """One working day before Tuesday 7 April 2026, the day after Easter Monday. P7."""
    assert working_days_before(day("Tue 7 Apr 2026"), 1, reading, england) == day(last_day)


@pytest.mark.parametrize(
    ("sent", "method", "served"),
    [
        ("11:00 Sat 28 Nov 2026", "hand", "11:00 Sat 28 Nov 2026"),
        ("11:00 Fri 27 Nov 2026", "first-class", "09:00 Tue 1 Dec 2026"),
        ("17:00 Fri 27 Nov 2026", "email", "17:00 Fri 27 Nov 2026"),
        ("17:01 Fri 27 Nov 2026", "email", "09:00 Mon 30 Nov 2026"),
        ("08:00 Sat 28 Nov 2026", "email", "09:00 Mon 30 Nov 2026"),
        ("17:01 Thu 24 Dec 2026", "email", "09:00 Tue 29 Dec 2026"),
    ],
)
def test_a_notice_is_served_when_the_clause_deems_it_to_be(moment, england, sent, method, served):
    """Friday 27 November 2026 is a working day; 25 and 28 December are not. P10."""
    assert deemed_service(moment(sent), method, england) == moment(served)


def test_a_contract_may_set_its_own_cut_off(moment, england):
    """Sixteen hundred: an e-mail at a quarter past is Monday's."""
    sent = moment("16:15 Fri 27 Nov 2026")
    found = deemed_service(sent, "email", england, cutoff=time(16, 0))
    assert found == moment("09:00 Mon 30 Nov 2026")


def test_nothing_rolls_unless_it_is_told_to(day, england):
    """Thirty days beginning with 31 October 2026 end on a Sunday, and stay there. P11."""
    sunday = period_beginning_with(day("Sat 31 Oct 2026"), 30)
    assert sunday == day("Sun 29 Nov 2026")
    assert roll_back(sunday, england) == day("Fri 27 Nov 2026")
    assert roll_forward(sunday, england) == day("Mon 30 Nov 2026")
    assert roll_back(day("Fri 27 Nov 2026"), england) == day("Fri 27 Nov 2026")


def test_days_after_and_before_leave_out_the_day_they_start_from(day):
    """Ten days either way across Christmas: every day counts."""
    assert days_after(day("Mon 21 Dec 2026"), 10) == day("Thu 31 Dec 2026")
    assert days_before(day("Thu 31 Dec 2026"), 10) == day("Mon 21 Dec 2026")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("16:30 Fri 16 Oct 2026", "16:30 Sat 17 Oct 2026"),
        ("16:30 Sat 24 Oct 2026", "15:30 Sun 25 Oct 2026"),
        ("16:30 Sat 27 Mar 2027", "17:30 Sun 28 Mar 2027"),
    ],
    ids=["Fri-to-Sat", "clocks-go-back", "clocks-go-forward"],
)
def test_twenty_four_hours_are_real_hours_in_london(moment, start, end):
    """They run through a Saturday, and through the night the clocks change.

    A time without a zone is London's, and is given back without one.
    """
    assert hours_after(moment(start), 24) == moment(end)
    found = hours_after(moment(start).replace(tzinfo=None), 24)
    assert found == moment(end).replace(tzinfo=None)


def test_a_request_of_22_may_2026_fell_due_a_day_later_once_scotland_had_its_holiday(day):
    """Twenty working days for information: Monday 15 June 2026 was proclaimed in February."""
    received = day("Fri 22 May 2026")
    before = calendar("uk-any", day("Tue 3 Feb 2026"))
    after = calendar("uk-any", day("Wed 4 Feb 2026"))
    assert nth_working_day_after(received, 20, before) == day("Mon 22 Jun 2026")
    assert nth_working_day_after(received, 20, after) == day("Tue 23 Jun 2026")


def test_a_count_of_nothing_where_something_is_needed_is_refused(day, england):
    """An amount below its least, an end before its start, a gate of no councils."""
    monday = day("Mon 5 Oct 2026")
    for ask in (
        lambda: period_beginning_with(monday, 0),
        lambda: nth_working_day_after(monday, 0, england),
        lambda: clear_days_before(monday, -1, "calendar", england),
        lambda: months_before(monday, -1),
        lambda: clear_days_between(monday, day("Fri 2 Oct 2026"), "working", england),
        lambda: latest_of([]),
    ):
        with pytest.raises(InputError) as refused:
            ask()
        assert refused.value.expected
        assert refused.value.remedy
