"""What may hold a decision up or let it go at once: its conditions, and a waiver of call-in.

Every council of the worked example meets on Tuesday 16 June 2026. Days are counted by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from models.deciding import decide_next, record_decision
from models.decisions.happenings import meet_condition, waive
from models.decisions.scrutiny import call_in
from models.recording import record_step
from rules.errors import AlreadyRecorded, InputError, OutOfTurn, StepNotReady
from rules.situation import DecisionId
from tests.engine.deciding import EFFECTIVE, MEETING, of_june, shown
from tests.engine.prepared import COUNCILS

Acts = Callable[[str], list[tuple[int, str, dict[str, Any]]]]
Happened = Callable[..., Any]


def test_a_conditional_decision_stays_shut_until_each_condition_is_met(
    noticed: str, happened: Happened
) -> None:
    """Its window closes on 23 June; the second condition is met on 20 July, and it takes effect."""
    for council in COUNCILS[1:]:
        named = DecisionId("in-principle", council)
        record_decision(noticed, named, "approved", happened(MEETING), MEETING)
    held = ["subject to due diligence", "the interim agreement is signed by Brent"]
    taken = decide_next(noticed, "northmere", None, "conditional", happened(MEETING), MEETING, held)
    assert taken["effective_on"] is None
    assert "1. subject to due diligence; 2. the interim" in taken["arithmetic"]
    assert shown(noticed, "northmere", EFFECTIVE)["state"] == "conditional"

    first = meet_condition(noticed, "northmere", None, 1, happened(of_june(30)))
    assert first["effective_on"] is None
    with pytest.raises(StepNotReady, match="1 condition not yet met: 2"):
        record_step(noticed, "1.9", None, happened(date(2026, 7, 1), presume_earlier=True))
    with pytest.raises(AlreadyRecorded, match="was met on Tuesday 30 June 2026"):
        meet_condition(noticed, "northmere", None, 1, happened(date(2026, 7, 1)))
    with pytest.raises(InputError, match="no condition 3"):
        meet_condition(noticed, "northmere", None, 3, happened(date(2026, 7, 1)))

    given = happened(date(2026, 7, 20), evidence="Signed copy, page 9")
    second = meet_condition(noticed, "northmere", None, 2, given)
    assert second["effective_on"] == date(2026, 7, 20)
    last = shown(noticed, "northmere", date(2026, 7, 20))
    assert last["conditions"][1]["evidence"] == "Signed copy, page 9"
    record_step(noticed, "1.9", None, happened(date(2026, 7, 20)))


@pytest.mark.parametrize(
    ("outcome", "held"),
    [("conditional", []), ("conditional", [" "]), ("approved", ["due diligence"])],
)
def test_conditions_belong_to_a_conditional_decision_and_to_no_other(
    noticed: str, happened: Happened, outcome: str, held: list[str]
) -> None:
    """A condition that nobody stated cannot be met; one that hangs on nothing would be lost."""
    with pytest.raises(InputError, match="--condition"):
        decide_next(noticed, "northmere", None, outcome, happened(MEETING), MEETING, held)


def test_a_waiver_agreed_before_the_decision_lets_it_take_effect_at_once(
    noticed: str, happened: Happened, acts: Acts
) -> None:
    """Agreed on Friday 12 June it is kept with who agreed and why; effective on the 16th."""
    agreed = happened(of_june(12), by="Chair of scrutiny", evidence="Report, paragraph 4")
    waive(noticed, "northmere", "in-principle", agreed, of_june(12), "Notice is due by 17 June")
    assert acts(noticed)[-1][2]["by"] == "Chair of scrutiny"

    taken = decide_next(noticed, "northmere", None, "approved", happened(MEETING))

    assert taken["effective_on"] == MEETING
    with pytest.raises(OutOfTurn, match="Call-in waived"):
        call_in(noticed, "northmere", "in-principle", happened(of_june(18)))


def test_a_waiver_may_be_recorded_late_but_not_agreed_late(
    approved: str, happened: Happened
) -> None:
    """What counts is when it was agreed: before the decision, with the hour on the day itself."""
    late = happened(of_june(17), today=of_june(18))
    with pytest.raises(OutOfTurn, match="normal window applies"):
        waive(approved, "northmere", "in-principle", late, of_june(17), "Urgent")
    same_day, nine = happened(MEETING, today=of_june(18)), datetime(2026, 6, 16, 9)
    with pytest.raises(InputError, match="--agreed 2026-06-16T15:00"):
        waive(approved, "northmere", "in-principle", same_day, MEETING, "Urgent")
    with pytest.raises(InputError, match="No reason was given"):
        waive(approved, "northmere", "in-principle", same_day, nine, " ")
    taken = waive(approved, "northmere", "in-principle", same_day, nine, "Urgent")
    assert taken["effective_on"] == MEETING


def test_a_waiver_lapses_when_the_decision_is_put_off(noticed: str, happened: Happened) -> None:
    """It was agreed for that meeting: approved on 14 July, the decision has its window."""
    waive(noticed, "northmere", "in-principle", happened(of_june(12)), of_june(12), "Urgent")
    decide_next(noticed, "northmere", None, "deferred", happened(MEETING))
    day = date(2026, 7, 14)
    taken = decide_next(noticed, "northmere", None, "approved", happened(day), day)
    assert taken["effective_on"] == date(2026, 7, 22)
