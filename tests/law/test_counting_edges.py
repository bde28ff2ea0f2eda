"""The smallest amounts, the day on which something changes, and errors that name what was wrong."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from rules import counting
from rules.almanac import calendar
from rules.calendars import Holiday, union
from rules.errors import InputError

EW = calendar("england-and-wales")
MONDAY = date(2026, 10, 5)


def test_one_day_is_an_amount_like_any_other() -> None:
    """Not less than one day before Monday 5 October 2026; one day beginning with it."""
    assert counting.not_less_than_days_before(MONDAY, 1, "literal") == date(2026, 10, 4)
    assert counting.not_less_than_days_before(MONDAY, 1, "strict") == date(2026, 10, 3)
    assert counting.period_beginning_with(MONDAY, 1) == MONDAY


def test_no_days_and_no_hours_leave_the_moment_where_it_is() -> None:
    """Nothing added is nothing moved."""
    assert counting.days_after(MONDAY, 0) == MONDAY
    assert counting.days_before(MONDAY, 0) == MONDAY
    assert counting.hours_after(datetime(2026, 10, 5, 9, 0), 0) == datetime(2026, 10, 5, 9, 0)


def test_a_time_with_a_zone_is_given_back_in_its_zone() -> None:
    """23:00 UTC on Saturday 28 March 2026, plus 24 hours across the change of the clocks."""
    at = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    later = counting.hours_after(at, 24)
    assert later == datetime(2026, 3, 29, 23, 0, tzinfo=UTC)
    assert later.tzinfo is UTC


def test_a_moved_holiday_is_open_again_from_the_very_day_it_was_moved() -> None:
    """Monday 4 May 2020 was expected to close until 7 June 2019, when it moved to Friday 8 May."""
    assert not EW.as_known_on(date(2019, 6, 6)).is_working_day(date(2020, 5, 4))
    assert EW.as_known_on(date(2019, 6, 7)).is_working_day(date(2020, 5, 4))
    assert not EW.as_known_on(date(2019, 6, 7)).is_working_day(date(2020, 5, 8))


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("days", lambda: counting.clear_days_before(MONDAY, -1, "working", EW)),
        ("days", lambda: counting.clear_days_elapsed(MONDAY, -1, "working", EW)),
        ("days", lambda: counting.not_less_than_days_before(MONDAY, 0, "strict")),
        ("days", lambda: counting.period_beginning_with(MONDAY, 0)),
        ("days", lambda: counting.nth_working_day_after(MONDAY, 0, EW)),
        ("days", lambda: counting.working_days_beginning_with(MONDAY, 0, EW)),
        ("days", lambda: counting.working_days_before(MONDAY, 0, "literal", EW)),
        ("months", lambda: counting.months_after(MONDAY, -1)),
        ("months", lambda: counting.months_before_back(MONDAY, -1)),
        ("months", lambda: counting.months_beginning_with(MONDAY, 0)),
        ("days", lambda: counting.days_after(MONDAY, -1)),
        ("days", lambda: counting.days_before(MONDAY, -1)),
        ("hours", lambda: counting.hours_after(datetime(2026, 10, 5), -1)),
    ],
)
def test_an_amount_too_small_is_refused_by_its_name(name: str, ask: Callable[[], object]) -> None:
    """The error names the amount, what it was, and that it wants a whole number."""
    with pytest.raises(InputError) as caught:
        ask()
    assert caught.value.found.startswith(f"{name} is ")
    assert caught.value.expected in ("0 or more.", "1 or more.")
    assert caught.value.remedy == f"give {name} as a whole number."


def test_an_event_before_its_start_is_refused_with_both_dates() -> None:
    """Clear days between run forward only."""
    with pytest.raises(InputError) as caught:
        counting.clear_days_between(MONDAY, date(2026, 10, 1), "working", EW)
    assert caught.value.args == (
        "The event 2026-10-01 comes before the start 2026-10-05.",
        "a start on or before the event.",
        "exchange the two dates.",
    )


def test_a_gate_or_a_calendar_of_nothing_is_refused_in_words() -> None:
    """Both need at least one thing to stand on."""
    with pytest.raises(InputError) as gate:
        counting.latest_of([])
    assert gate.value.args == (
        "A gate with no dates.",
        "one date for each council.",
        "name them.",
    )
    with pytest.raises(InputError) as united:
        union((), name="nowhere", title="Nowhere")
    assert united.value.args == (
        "Calendar 'nowhere' unites no calendar.",
        "one or more parts.",
        "name them.",
    )


def test_a_council_s_calendar_carries_its_own_name_and_only_closes_days() -> None:
    """Christmas Eve closed at one council, open everywhere else."""
    eve = Holiday(on=date(2026, 12, 24), name="Closed", known_from=date.min)
    own = EW.closing((eve,), name="northmere", title="Northmere")
    assert (own.name, own.title) == ("northmere", "Northmere")
    assert own.why_closed(date(2026, 12, 24)) == "Closed"
    assert EW.is_working_day(date(2026, 12, 24))
