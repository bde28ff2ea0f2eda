"""What happens to a decision after the meeting: what moves, what is shut, what is refused.

Every council of the worked example meets on Tuesday 16 June 2026 and calls in within five working
days of publication. Published that day, the window closes on Tuesday the 23rd (17, 18, 19, 22, 23)
and the decision takes effect on Wednesday 24 June. Days are counted by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.database import database, reading
from models.deciding import decide_next, record_decision
from models.decisions.happenings import meet_condition, publish, waive
from models.decisions.scrutiny import call_in, refer_back, rehear, release
from models.decisions.shown import decisions_of
from models.recording import record_step
from models.reports import plan, timetable_of
from models.stepping import open_gate, take_effect
from models.tables import Evidence
from rules.errors import AlreadyRecorded, InputError, OutOfTurn, StepNotReady, UnknownName
from rules.situation import DecisionId, StepId
from tests.engine.prepared import COUNCILS, REFERENCE, copied, given, notices_published, prepared

MEETING, CLOSES, EFFECTIVE = date(2026, 6, 16), date(2026, 6, 23), date(2026, 6, 24)

Acts = Callable[[str], list[tuple[int, str, dict[str, Any]]]]
Happened = Callable[..., Any]


def of_june(day: int) -> date:
    """A day of June 2026."""
    return date(2026, 6, day)


def shown(reference: str, council: str, today: date) -> dict[str, Any]:
    """How the decision in principle of a council stands."""
    return next(
        each
        for each in decisions_of(reference, council, today)["decisions"]
        if each["decision"] == "in-principle"
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two ways in which a test starts; what is kept either way is tried in test_projection.py."""

    def approve() -> None:
        notices_published()
        for council in COUNCILS:
            named = DecisionId("in-principle", council)
            record_decision(REFERENCE, named, "approved", given(MEETING), MEETING)

    place = tmp_path_factory.mktemp("decisions")
    return {
        "noticed": prepared(place / "noticed.db", notices_published),
        "approved": prepared(place / "approved.db", approve),
    }


@pytest.fixture
def noticed(home: Path, files: dict[str, Path]) -> str:
    """The worked example with every notice published."""
    copied(files["noticed"], home)
    return REFERENCE


@pytest.fixture
def approved(home: Path, files: dict[str, Path]) -> str:
    """Every council has approved in principle and published on the day of the meeting."""
    copied(files["approved"], home)
    return REFERENCE


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


def test_a_noted_item_is_no_decision_and_the_answer_says_so(
    noticed: str, happened: Happened
) -> None:
    """To note resolves nothing: no window, no effect, and the council has still to decide."""
    taken = decide_next(noticed, "northmere", None, "noted", happened(MEETING), MEETING)

    assert taken["effective_on"] is None
    assert "To note is not to decide" in taken["arithmetic"]
    found = shown(noticed, "northmere", EFFECTIVE)
    assert (found["state"], found["window_closes_on"]) == ("noted", None)
    with pytest.raises(OutOfTurn, match="To note is not to decide"):
        call_in(noticed, "northmere", "in-principle", happened(of_june(18)))


@pytest.mark.parametrize("outcome", ["noted", "deferred", "refused"])
def test_what_was_not_decided_cannot_be_presumed(
    noticed: str, happened: Happened, outcome: str
) -> None:
    """There is a record, and it says that nothing was decided: the memorandum has to wait."""
    decide_next(noticed, "northmere", None, outcome, happened(MEETING), MEETING)

    with pytest.raises(StepNotReady, match="It needs the in-principle decision of northmere"):
        record_step(noticed, "1.9", None, happened(of_june(30), presume_earlier=True))


def test_publication_recorded_later_moves_the_window_and_the_effect(
    noticed: str, happened: Happened, acts: Acts
) -> None:
    """Taken as published on Thursday 18 June it takes effect on Friday the 26th; published on
    Monday 22 June, after 23, 24, 25, 26 and 29 June, on Tuesday the 30th."""
    taken = decide_next(noticed, "northmere", None, "approved", happened(MEETING))
    assert taken["effective_on"] == of_june(26)

    later = publish(noticed, "northmere", None, happened(of_june(22)))

    assert later["effective_on"] == of_june(30)
    _, act, data = acts(noticed)[-1]
    assert (act, data["published_on"], data["effective_on"]) == (
        *("decision-published", "2026-06-22", "2026-06-30"),
    )
    found = shown(noticed, "northmere", of_june(23))
    assert (found["state"], found["window_closes_on"]) == ("in-call-in", of_june(29))


def test_a_publication_is_corrected_only_with_a_reason(approved: str, happened: Happened) -> None:
    """Published on Wednesday the 17th after all: 18, 19, 22, 23 and 24 June, so the 25th."""
    with pytest.raises(AlreadyRecorded, match=r"Tuesday 16 June 2026[^$]*--reason"):
        publish(approved, "northmere", None, happened(of_june(17)))
    again = publish(approved, "northmere", None, happened(of_june(17)), "The page bears the 17th")
    assert again["effective_on"] == of_june(25)


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


@pytest.mark.parametrize(
    ("act", "error", "words"),
    [
        (lambda ref, h: publish(ref, "southwark", None, h(MEETING)), UnknownName, "northmere"),
        (lambda ref, h: publish(ref, "northmere", "finale", h(MEETING)), UnknownName, "finale"),
        (lambda ref, h: publish(ref, "northmere", None, h(MEETING)), OutOfTurn, "No decision is"),
        (
            lambda ref, h: rehear(ref, "northmere", None, "confirmed", h(MEETING)),
            OutOfTurn,
            "No decision is recorded",
        ),
    ],
)
def test_what_cannot_have_happened_is_refused(
    noticed: str,
    happened: Happened,
    act: Callable[[str, Happened], Any],
    error: type[Exception],
    words: str,
) -> None:
    """A council without a part, a decision that is none, and one that nobody has taken."""
    with pytest.raises(error, match=words):
        act(noticed, happened)


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


def test_a_log_written_before_call_ins_were_kept_reads_as_it_did(
    noticed: str, happened: Happened, acts: Acts
) -> None:
    """An approved decision is recorded under the keys it always had, and no others."""
    decide_next(noticed, "northmere", None, "approved", happened(MEETING), MEETING)
    _, act, data = acts(noticed)[-1]
    assert act == "decision-recorded"
    assert set(data) == {
        *("decision", "council", "meeting_on", "outcome", "by", "note"),
        *("published_on", "effective_on", "arithmetic"),
    }
