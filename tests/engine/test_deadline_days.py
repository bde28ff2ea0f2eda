"""On which days the deadline check finds what: closed days, days off, leap years, London."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.clock import day_in_london
from models.alerts.acknowledging import standing
from models.alerts.checks import gap_before, is_working_day
from models.opening import open_transition, read_and_check
from tests.engine.checking import TESTER, check, told

Happened = Callable[..., Any]
OPENED = date(2026, 3, 31)


def test_a_machine_that_was_off_over_christmas_says_how_late_it_found_what(
    store: str, a_transition: Any
) -> None:
    """The service was to start on Friday 1 January 2027. Last check Wednesday 23 December, next
    Thursday 7 January: no check on 24, 29, 30, 31 December, 4, 5 and 6 January. That it had not
    started could have been told on Monday 4 January, so it is found three working days late."""
    path = a_transition(
        {
            "expiry_on = 2027-03-31": "expiry_on = 2026-12-31",
            "commencement_on = 2027-04-01": "commencement_on = 2027-01-01",
        }
    )
    open_transition(read_and_check(path), actor=TESTER)
    check(date(2026, 12, 23))
    assert gap_before(date(2027, 1, 7)).says == (
        "No check ran for 7 working days: the last one was on Wednesday 23 December 2026."
    )
    (alert, *_) = [each for each in check(date(2027, 1, 7)) if each["step"] == "11.1"]
    assert (alert["level"], alert["reached_on"]) == ("breached", date(2027, 1, 2))
    assert alert["says"].endswith(
        "Found 3 working days late: this level was reached on Saturday 2 January 2027."
    )


def test_a_level_reached_over_a_weekend_is_not_late_on_monday(worked: str) -> None:
    """A limit of Friday 30 October is passed from Saturday on; the check of Monday is the first
    that could tell, and says nothing of lateness."""
    check(date(2026, 10, 30))
    new = check(date(2026, 11, 2))
    for alert in new:
        assert "late" not in alert["says"]
    assert gap_before(date(2026, 11, 2)).says == ""


def test_on_its_schedule_the_check_rests_on_closed_days(worked: str) -> None:
    """Christmas Day, a Saturday and the substitute for Boxing Day 2026, which is a Saturday."""
    closed = (date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28))
    assert [is_working_day(each) for each in closed] == [False, False, False]
    assert is_working_day(date(2026, 12, 29))


def test_what_is_out_of_reach_is_told_on_the_day_it_becomes_so(worked: str) -> None:
    """Nothing is recorded. On 18 May 2026 the forward-plan notice for 16 June may still go out; on
    the 19th it may not, and the decision of 16 June is told as out of reach, though nobody touched
    the transition and no rule of its own has passed."""
    check(date(2026, 5, 18))
    new = check(date(2026, 5, 19))
    assert ("unreachable", "Monitoring officer, northmere") in told(new, "1.8") or {
        level for level, _ in told(new, "1.8")
    } == {"unreachable"}


def test_the_last_day_of_a_contract_may_be_29_february(home: Path, a_transition: Any) -> None:
    """A contract that expires on Tuesday 29 February 2028: the service starts on 1 March, and from
    2 March its start is breached."""
    path = a_transition(
        {
            "expiry_on = 2027-03-31": "expiry_on = 2028-02-29",
            "commencement_on = 2027-04-01": "commencement_on = 2028-03-01",
        }
    )
    open_transition(read_and_check(path), actor=TESTER)
    check(date(2028, 2, 29))
    check(date(2028, 3, 1))
    assert {level for level, _ in told(standing("a-transition"), "11.1")} != {"breached"}
    check(date(2028, 3, 2))
    found = [each for each in standing("a-transition") if each["step"] == "11.1"]
    assert {(each["level"], each["reached_on"]) for each in found} == {
        ("breached", date(2028, 3, 2))
    }


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # Clocks go forward at 01:00 UTC on 29 March 2026, and back at 01:00 UTC on 25 October.
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2028, 2, 28, 23, 59, tzinfo=UTC), date(2028, 2, 28)),
        (datetime(2028, 2, 29, 0, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_day_of_a_check_is_the_day_in_london(instant: datetime, day: date) -> None:
    """In summer it begins at 23:00 UTC, in winter at midnight, and on the days on which the clocks
    change it has 23 or 25 hours."""
    assert day_in_london(instant) == day
