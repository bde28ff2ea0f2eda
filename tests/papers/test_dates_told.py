"""Each date of a paper is told once, with every limit that was worked out with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.paper_facts import DateWorked
from tasks.papers import house_for, render
from tasks.papers.days import Limit, told_once
from tests.papers.conftest import IN_PRINCIPLE_DATES

AGENDA = IN_PRINCIPLE_DATES[1]
STRICT = replace(AGENDA, day=date(2017, 1, 27), kind="safe last day")


def test_two_limits_of_one_date_are_one_row_that_begins_with_the_last_day() -> None:
    """Monday 30 January binds; Friday 27 January is the strictest reading of the same sum."""
    (told,) = told_once((STRICT, AGENDA))
    assert (told.day, told.kind) == (date(2017, 1, 30), "last day")
    assert told.also == (Limit(date(2017, 1, 27), "safe last day"),)


def test_the_same_day_of_several_councils_is_told_once() -> None:
    """Three cabinets that meet on one day have one agenda date between them."""
    assert len(told_once((AGENDA, AGENDA, AGENDA))) == 1


def test_dates_worked_out_otherwise_stay_apart_and_in_their_order() -> None:
    """The same milestone of another meeting has other arithmetic."""
    later: DateWorked = replace(AGENDA, day=date(2017, 2, 6), arithmetic="of another meeting")
    told = told_once((AGENDA, later, STRICT))
    assert [each.day for each in told] == [date(2017, 1, 30), date(2017, 2, 6)]


def test_a_report_names_both_limits_in_its_timetable_and_at_its_end(a_paper_facts) -> None:
    """One row in the table of main dates, one in how each date was worked out."""
    facts = a_paper_facts(kind="in-principle-report", dates=(STRICT, AGENDA))
    html = render("in-principle-report", facts, house_for("brent")).html
    assert "<td>Last day; safe last day Friday 27 January 2017</td>" in html
    assert (
        "<td>Monday 30 January 2017 (last day)<br>Friday 27 January 2017 (safe last day)</td>"
    ) in html
    assert html.count('<th scope="row">Agenda and reports open to inspection</th>') == 2
