"""A decision called in: suspended, let go, lapsed or sent back; and what was done too early.

Every council of the worked example meets on Tuesday 16 June 2026 and calls in within five working
days of publication. Published that day, the window closes on Tuesday the 23rd (17, 18, 19, 22, 23)
and the decision takes effect on Wednesday 24 June. Days are counted by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from models.database import database, reading
from models.deciding import decide_next
from models.decisions.happenings import publish
from models.decisions.scrutiny import call_in, refer_back, rehear, release
from models.decisions.shown import decisions_of
from models.recording import record_step
from models.reports import plan, timetable_of
from models.stepping import open_gate, take_effect
from models.tables import Evidence
from rules.errors import InputError, OutOfTurn, StepNotReady
from rules.situation import DecisionId, StepId
from tests.engine.deciding import CLOSES, EFFECTIVE, MEETING, of_june, shown
from tests.engine.prepared import COUNCILS

Acts = Callable[[str], list[tuple[int, str, dict[str, Any]]]]
Happened = Callable[..., Any]


def in_effect(reference: str) -> None:
    """The engine has closed every council's step and opened the gate, on Wednesday 24 June."""
    for council in COUNCILS:
        named = DecisionId("in-principle", council)
        assert take_effect(reference, StepId("1.8", council), named, EFFECTIVE)
    assert open_gate(reference, "1.8", EFFECTIVE)


def over(reference: str, today: date) -> set[str]:
    """The steps after the decision that are over."""
    steps = timetable_of(reference, today).steps
    return {
        str(at)
        for at, planned in steps.items()
        if at.key in ("1.8", "1.9", "8.1") and planned.status in ("done", "presumed")
    }


def test_a_call_in_in_time_suspends_the_effect_and_shuts_what_waits(
    approved: str, happened: Happened
) -> None:
    """Lodged on the last day, Tuesday 23 June: scrutiny has until Tuesday 7 July (24, 25, 26, 29,
    30 June, 1, 2, 3, 6 and 7 July)."""
    taken = call_in(approved, "northmere", None, happened(CLOSES, by="Five members"))

    assert taken["effective_on"] is None
    named = DecisionId("in-principle", "northmere")
    with pytest.raises(OutOfTurn, match="its time runs out, Tuesday 7 July 2026"):
        take_effect(approved, StepId("1.8", "northmere"), named, date(2026, 6, 30))
    for presume in (False, True):
        given = happened(date(2026, 6, 30), presume_earlier=presume)
        with pytest.raises(StepNotReady, match=r"Called in on Tuesday 23 June 2026.*7 July 2026"):
            record_step(approved, "1.9", None, given)


def test_a_call_in_after_the_window_is_refused_and_nothing_is_kept(
    approved: str, happened: Happened, acts: Acts
) -> None:
    """On Wednesday 24 June the window has closed, and the refusal counts it."""
    before = acts(approved)
    with pytest.raises(OutOfTurn, match=r"closed on Tuesday 23 June 2026.*17, 18, 19, 22, 23 June"):
        call_in(approved, "northmere", None, happened(EFFECTIVE))
    assert acts(approved) == before


def test_without_a_known_publication_a_late_call_in_asks_for_it(
    noticed: str, happened: Happened
) -> None:
    """The window may have been open: that depends on a day that nobody recorded."""
    decide_next(noticed, "northmere", None, "approved", happened(MEETING))
    with pytest.raises(OutOfTurn, match="changeover decision publish"):
        call_in(noticed, "northmere", None, happened(of_june(29)))
    publish(noticed, "northmere", None, happened(of_june(22), today=of_june(29)))
    call_in(noticed, "northmere", None, happened(of_june(29)))


@pytest.mark.parametrize(
    ("day", "effective"),
    [
        # Scrutiny met on Monday 29 June: the day after.
        (of_june(29), of_june(30)),
        # It met on Friday 3 July: the next working day is Monday the 6th.
        (date(2026, 7, 3), date(2026, 7, 6)),
        # It met on its last day, Tuesday 7 July, when its time ran out in any case.
        (date(2026, 7, 7), date(2026, 7, 7)),
    ],
)
def test_a_decision_that_scrutiny_lets_go_takes_effect(
    approved: str, happened: Happened, day: date, effective: date
) -> None:
    """The day after, the next working day, or when the time runs out: the earlier."""
    call_in(approved, "northmere", None, happened(CLOSES))
    taken = release(approved, "northmere", None, happened(day), lapsed=False)
    assert taken["effective_on"] == effective


def test_a_lapse_is_recorded_when_the_time_has_run_out_and_no_sooner(
    approved: str, happened: Happened
) -> None:
    """Nothing lapses by itself: somebody says that scrutiny neither met nor referred it back."""
    call_in(approved, "northmere", None, happened(CLOSES))
    with pytest.raises(OutOfTurn, match=r"still has time .* until Tuesday 7 July 2026"):
        release(approved, "northmere", None, happened(date(2026, 7, 6)), lapsed=True)
    taken = release(approved, "northmere", None, happened(date(2026, 7, 9)), lapsed=True)
    assert taken["effective_on"] == date(2026, 7, 7)


@pytest.mark.parametrize(
    ("outcome", "effective"),
    [("confirmed", date(2026, 7, 2)), ("amended", date(2026, 7, 2)), ("withdrawn", None)],
)
def test_a_decision_sent_back_waits_to_be_reconsidered(
    approved: str, happened: Happened, outcome: str, effective: date | None
) -> None:
    """Reconsidered on Wednesday 1 July it takes effect on the 2nd, or never."""
    call_in(approved, "northmere", None, happened(CLOSES))
    refer_back(approved, "northmere", None, happened(of_june(29)), "Costs were not before cabinet")
    assert shown(approved, "northmere", of_june(30))["state"] == "referred-back"

    taken = rehear(approved, "northmere", None, outcome, happened(date(2026, 7, 1)))

    assert taken["effective_on"] == effective
    if outcome == "withdrawn":
        again = decide_next(approved, "northmere", None, "approved", happened(date(2026, 7, 14)))
        assert again["decision"] == "in-principle"


def test_a_call_in_recorded_late_opens_again_what_was_closed_too_early(
    approved: str, happened: Happened, acts: Acts
) -> None:
    """Lodged on 22 June and recorded on 2 July: the step, the gate and what followed are open
    again, and what shows that they happened is kept."""
    in_effect(approved)
    record_step(approved, "1.9", None, happened(of_june(26)))
    record_step(approved, "8.1", None, happened(of_june(30)))
    today = date(2026, 7, 2)

    taken = call_in(approved, "northmere", None, happened(of_june(22), today=today))

    assert taken["undone"] == ["1.8 northmere", "1.9", "8.1"]
    assert over(approved, today) == {"1.8 eastholt", "1.8 westbrook"}
    assert [act for _, act, _ in acts(approved)[-5:]] == [
        *("decision-called-in", "gate-closed", "step-undone", "step-undone", "step-undone"),
    ]
    assert "Called in on Monday 22 June 2026" in acts(approved)[-1][2]["because"]
    with reading(database()) as session:
        assert len(session.exec(select(Evidence).where(Evidence.key == "1.9")).all()) == 1


def test_the_gate_opens_again_on_the_day_of_the_last_council(
    approved: str, happened: Happened, acts: Acts
) -> None:
    """Let go on Monday 29 June, northmere's takes effect on the 30th, and so does the gate."""
    in_effect(approved)
    call_in(approved, "northmere", None, happened(of_june(22), today=of_june(25)))
    assert decisions_of(approved, None, of_june(25))["gates"][0]["opens_on"] is None
    release(approved, "northmere", None, happened(of_june(29)), lapsed=False)
    assert not open_gate(approved, "1.8", EFFECTIVE)
    named = DecisionId("in-principle", "northmere")
    with pytest.raises(OutOfTurn, match="cannot be acted upon on Monday 29 June 2026"):
        take_effect(approved, StepId("1.8", "northmere"), named, of_june(29))
    assert take_effect(approved, StepId("1.8", "northmere"), named, of_june(30))

    assert open_gate(approved, "1.8", of_june(30))

    opened = [data for _, act, data in acts(approved) if act == "gate-opened"]
    assert opened[-1] == {
        "step": "1.8",
        "opened_on": "2026-06-30",
        "councils": {
            **dict.fromkeys(("eastholt", "westbrook"), "2026-06-24"),
            "northmere": "2026-06-30",
        },
    }


def test_a_plan_reckons_with_the_day_a_held_decision_may_take_effect(
    approved: str, happened: Happened
) -> None:
    """Called in on 23 June: the memorandum may be signed on Tuesday 7 July at the earliest, and a
    finding says what it waits for."""
    call_in(approved, "northmere", None, happened(CLOSES))
    timetable = timetable_of(approved, of_june(25))
    assert timetable.steps[StepId("1.9")].earliest_on == date(2026, 7, 7)
    held = [each for each in plan(timetable)["findings"] if each["kind"] == "held-up"]
    assert [(each["step"], each["council"], each["rule"]) for each in held] == [
        ("1.8", "northmere", "CALL-06")
    ]
    assert not [each for each in plan(timetable)["findings"] if each["kind"] == "meeting-passed"]


def test_nothing_precedes_what_it_follows(approved: str, happened: Happened) -> None:
    """No publication before the meeting, no call-in before publication, no scrutiny before that."""
    early = happened(of_june(15), today=of_june(30))
    with pytest.raises(InputError, match="before the meeting"):
        publish(approved, "northmere", None, early, "why")
    with pytest.raises(InputError, match="before publication"):
        call_in(approved, "northmere", None, early)
    call_in(approved, "northmere", None, happened(of_june(22), today=of_june(30)))
    with pytest.raises(InputError, match="before the call-in"):
        refer_back(approved, "northmere", None, happened(of_june(19), today=of_june(30)))
