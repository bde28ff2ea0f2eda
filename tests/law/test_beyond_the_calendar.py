"""Where the published holidays end, the product says so and goes on with what it can say."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.reports import timetable_of
from rules.almanac import calendar
from rules.count import Count
from rules.errors import InputError
from rules.findings import findings, unplannable
from rules.primitives import work_out
from rules.situation import StepId
from rules.timetable import draw_up

WORKED = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"


@pytest.fixture(autouse=True)
def _own_home(home: Path) -> None:
    """Nothing here is kept beyond its test."""


def test_a_date_past_the_calendar_is_a_gap_and_the_rest_is_planned() -> None:
    """Expiry 20 December 2028: data is to be returned 20 working days later, in January 2029."""
    where = timetable_of(str(WORKED), date(2026, 3, 31)).situation
    where = replace(where, expiry_on=date(2028, 12, 20), commencement_on=date(2028, 12, 21))
    timetable = draw_up(where)
    assert (StepId("12.3"), "data returned") in timetable.beyond
    assert timetable.steps[StepId("2.4")].legal_limit == date(2028, 8, 20)
    told = [finding.says for finding in findings(timetable) if finding.kind == "gap"]
    assert any(says.startswith("data returned: not worked out.") for says in told)


@pytest.mark.parametrize(
    ("count", "event"),
    [
        (Count(primitive="period-beginning-with", days=30), date(9999, 12, 31)),
        (Count(primitive="months-after", months=100_000), date(2026, 1, 1)),
        (Count(primitive="days-before", days=1_000_000), date(2026, 1, 1)),
    ],
    ids=lambda value: str(value),
)
def test_an_answer_outside_the_years_is_refused_in_words(count: Count, event: date) -> None:
    """Never a traceback: what was asked, what was expected and what to do."""
    with pytest.raises(InputError, match="off the end of the calendar of years"):
        work_out(count, event, calendar("england-and-wales"))


def test_a_forecast_day_of_a_step_that_each_council_does_anchors_each() -> None:
    """[expected] names the step once; it is taken for every council's own."""
    where = timetable_of(str(WORKED), date(2026, 3, 31)).situation
    where = replace(where, expected={**where.expected, StepId("6.6"): date(2027, 1, 4)})
    for council in ("northmere", "eastholt", "westbrook", "supplier"):
        dated = draw_up(where).steps[StepId("6.7", council)].dates
        # Information given on Mon 4 January 2027, thirty days on: Wed 3 February 2027.
        assert [d.deadline.not_before for d in dated] == [date(2027, 2, 3)]


def test_a_transition_that_cannot_be_planned_is_the_gravest_finding() -> None:
    """It must not hide the others in a list or a check."""
    finding = unplannable("lost", InputError("two steps wait for each other.", "", "drop a link."))
    assert finding.kind == "unplannable"
    assert finding.says == "lost cannot be planned: two steps wait for each other. drop a link."
