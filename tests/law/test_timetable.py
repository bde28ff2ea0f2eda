"""The four questions of a programme manager, on the real case, on Barnet's clause and on 2027."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.reports import timetable_of
from rules.catalogue import catalogue
from rules.changes import ChooseMeeting, MoveExpiry, Slip, WaiveCallIn, apply_changes
from rules.counting import months_before
from rules.deadlines import apply_rule
from rules.findings import findings, is_feasible
from rules.policy import USUAL
from rules.remedies import remedies, slack
from rules.situation import DecisionId, Situation, StepId
from rules.timetable import Timetable, draw_up

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
SOUTHWARK, WORKED = EXAMPLES / "southwark-2017.toml", EXAMPLES / "worked-2027.toml"


@pytest.fixture(autouse=True)
def _own_home(home: Path) -> None:
    """Nothing here is kept beyond its test."""


def southwark(today: date, *, in_principle: bool) -> Situation:
    """The real case on a day; the three February decisions taken, or nothing decided."""
    where = replace(timetable_of(str(SOUTHWARK), today).situation, today=today)
    if not in_principle:
        return where
    closed = {
        StepId("1.8", "southwark"): date(2017, 2, 17),
        StepId("1.8", "lewisham"): date(2017, 2, 20),
        StepId("1.8", "brent"): date(2017, 2, 23),
    }
    earlier = [StepId("1.5"), StepId("1.6"), *(StepId("1.7", at.council) for at in closed)]
    return replace(
        where,
        effective={DecisionId("in-principle", at.council or ""): on for at, on in closed.items()},
        presumed={**where.presumed, **dict.fromkeys(earlier, date(2017, 2, 7))},
    )


def kinds(timetable: Timetable) -> set[str]:
    return {finding.kind for finding in findings(timetable)}


def test_planned_in_february_2017_southwark_can_make_it_and_june_is_the_meeting_that_serves() -> (
    None
):
    """In principle decided, 257 days to go: feasible; 20 June is the last meeting known."""
    timetable = draw_up(southwark(date(2017, 2, 16), in_principle=True))
    assert is_feasible(timetable)
    final = timetable.steps[StepId("1.12", "southwark")]
    assert final.meeting_on == date(2017, 6, 20)
    assert final.over_on == date(2017, 6, 30)
    # Wed 1 Nov 2017 less the call-in: published two working days after Fri 20 Oct, on Tue 24 Oct,
    # five working days to Tue 31 Oct, effective on Wed 1 Nov.
    assert final.last_serving_on == date(2017, 10, 20)


def test_the_gaps_of_the_record_are_findings_and_not_guesses() -> None:
    """The days of Brent's and Lewisham's June meetings are not in the record."""
    timetable = draw_up(southwark(date(2017, 2, 16), in_principle=True))
    unknown = [f.step.council for f in findings(timetable) if f.kind == "no-meeting"]
    assert sorted(filter(None, unknown)) == ["brent", "lewisham"]


def test_planned_in_august_2017_with_nothing_decided_it_is_late_and_says_by_how_much() -> None:
    """On Tue 1 Aug the final decision is 79 working days past its meeting of Tue 20 June."""
    timetable = draw_up(southwark(date(2017, 8, 1), in_principle=False))
    assert not is_feasible(timetable)
    at = StepId("1.12", "southwark")
    assert timetable.steps[at].slack_working_days == -79
    late = next(f for f in findings(timetable) if f.step == at and f.kind == "meeting-passed")
    assert late.short_by_working_days == 79
    assert [step.key for step in late.chain] == ["1.7", "1.8", "1.9", "1.10", "1.11", "1.12"]
    helps = remedies(timetable, at)
    assert helps[0].says() == (
        "in-principle decision taken on Wednesday 30 August 2017 (southwark, brent, lewisham); "
        "final decision taken on Tuesday 10 October 2017 (southwark, brent, lewisham)"
    )


def test_barnets_twelve_month_clause_gave_5_august_2022_and_19_july_was_inside_it() -> None:
    """CSG clause 47.3.7: written notice at least twelve months before expiry on 5 August 2023."""
    rule = catalogue().rule("CON-02")
    found = apply_rule(rule, date(2023, 8, 5), USUAL.named_calendar)
    assert found.legal_limit == date(2022, 8, 5)
    assert months_before(date(2023, 8, 5), 12) == date(2022, 8, 5)
    assert (date(2022, 8, 5) - date(2022, 7, 19)).days == 17


def test_the_worked_programme_is_feasible_from_31_march_2026() -> None:
    """Planned twelve months ahead, nothing is late."""
    timetable = timetable_of(str(WORKED), date(2026, 3, 31))
    assert is_feasible(timetable)
    assert timetable.steps[StepId("11.1")].earliest_on == date(2027, 4, 1)


def test_from_1_december_2026_the_assistance_notice_is_a_day_late_and_has_a_relief() -> None:
    """Four months before 31 March 2027 was Monday 30 November 2026."""
    timetable = timetable_of(str(WORKED), date(2026, 12, 1))
    late = next(f for f in findings(timetable) if f.step == StepId("2.4"))
    assert (late.kind, late.rule, late.limit_on) == ("breached", "CON-04", date(2026, 11, 30))
    assert late.short_by_working_days == 1
    assert "at a price" in late.relief[0].says


@pytest.mark.parametrize(
    ("today", "at"),
    [
        (date(2026, 12, 1), StepId("11.1")),
        (date(2026, 12, 1), StepId("6.8")),
        (date(2026, 12, 1), StepId("2.4")),
        (date(2026, 9, 15), StepId("1.11", "eastholt")),
    ],
    ids=lambda value: str(value),
)
def test_a_remedy_named_for_a_conflict_removes_it_when_applied(today: date, at: StepId) -> None:
    """No remedy is told that was not tried."""
    timetable = timetable_of(str(WORKED), today)
    found = remedies(timetable, at)
    assert found
    for remedy in found:
        after = slack(apply_changes(timetable.situation, remedy.changes), at)
        assert after is None or after >= 0, remedy.says()


def test_a_step_that_is_in_time_needs_no_remedy() -> None:
    """Nothing to mend, nothing told."""
    assert remedies(timetable_of(str(WORKED), date(2026, 3, 31)), StepId("6.8")) == []


def test_ten_days_more_for_the_business_case_push_the_final_notice_and_nothing_lawful() -> None:
    """1.10 ends Fri 21 Aug 2026; with ten working days more (31 Aug closed), Mon 7 Sep."""
    where = timetable_of(str(WORKED), date(2026, 3, 31)).situation
    after = draw_up(Slip(step=StepId("1.10"), working_days=10).apply(where))
    assert draw_up(where).steps[StepId("1.10")].earliest_on == date(2026, 8, 21)
    assert after.steps[StepId("1.10")].earliest_on == date(2026, 9, 7)
    assert after.steps[StepId("1.11", "northmere")].legal_limit == date(2026, 9, 14)
    assert is_feasible(after)


def test_one_day_too_late_for_its_notice_costs_a_whole_meeting_cycle() -> None:
    """Sixteen days more end on Tue 15 Sep, a day after the notice for 13 Oct: next is 10 Nov."""
    where = timetable_of(str(WORKED), date(2026, 3, 31)).situation
    after = draw_up(Slip(step=StepId("1.10"), working_days=16).apply(where))
    assert after.steps[StepId("1.10")].earliest_on == date(2026, 9, 15)
    assert after.steps[StepId("1.12", "northmere")].earliest_on == date(2026, 11, 10)


def test_a_meeting_moved_to_february_takes_its_notice_with_it() -> None:
    """Tue 9 Feb 2027 less 28 clear days is Mon 11 Jan 2027."""
    where = timetable_of(str(WORKED), date(2026, 3, 31)).situation
    decision = DecisionId("final", "northmere")
    after = draw_up(ChooseMeeting(decision=decision, meeting_on=date(2027, 2, 9)).apply(where))
    assert after.steps[StepId("1.11", "northmere")].legal_limit == date(2027, 1, 11)
    assert after.steps[StepId("1.11", "eastholt")].legal_limit == date(2026, 9, 14)


def test_a_later_expiry_moves_every_contract_date() -> None:
    """Four months before 30 September 2027 is 30 May counted back and 31 May counted forward."""
    where = timetable_of(str(WORKED), date(2026, 3, 31)).situation
    after = draw_up(MoveExpiry(expiry_on=date(2027, 9, 30)).apply(where))
    assert after.situation.commencement_on == date(2027, 10, 1)
    assert after.steps[StepId("2.4")].legal_limit == date(2027, 5, 31)
    assert after.steps[StepId("2.4")].safe_limit == date(2027, 5, 30)
    assert after.steps[StepId("6.8")].legal_limit == date(2027, 9, 3)


def test_without_call_in_a_decision_may_be_acted_upon_on_its_day() -> None:
    """CALL-07 disapplies the window; only for the council that has the consent."""
    where = timetable_of(str(WORKED), date(2026, 3, 31)).situation
    after = draw_up(WaiveCallIn(decision=DecisionId("final", "eastholt")).apply(where))
    assert after.steps[StepId("1.12", "eastholt")].over_on == date(2026, 10, 13)
    assert after.steps[StepId("1.12", "westbrook")].over_on == date(2026, 10, 23)


@pytest.mark.parametrize("months", [1, 2, 3, 6])
def test_tightening_the_expiry_never_adds_slack(months: int) -> None:
    """The sooner the contract ends, the less time there is for what must come before."""
    where = timetable_of(str(WORKED), date(2026, 3, 31)).situation
    sooner = MoveExpiry(expiry_on=months_before(where.expiry_on, months)).apply(where)
    before, after = draw_up(where), draw_up(sooner)
    for at, planned in before.steps.items():
        left = after.steps[at].slack_working_days
        if planned.slack_working_days is not None and left is not None and planned.step.stage < 11:
            assert left <= planned.slack_working_days, at


def test_a_done_step_never_moves() -> None:
    """Whatever is tried on the plan, what happened stays where it happened."""
    where = timetable_of(str(WORKED), date(2026, 3, 31)).situation
    done = {**where.done, StepId("2.4"): date(2026, 3, 30)}
    where = replace(where, done=done)
    slipped = apply_changes(
        where, [Slip(step=StepId("2.4"), working_days=99), MoveExpiry(expiry_on=date(2027, 1, 29))]
    )
    assert draw_up(slipped).steps[StepId("2.4")].earliest_on == date(2026, 3, 30)


def test_the_plan_is_the_same_whatever_order_the_file_lists_things_in() -> None:
    """Councils, meetings and steps reversed give the same days."""
    where = timetable_of(str(WORKED), date(2026, 9, 1)).situation
    turned = replace(
        where,
        parties=where.parties[::-1],
        meetings={code: days[::-1] for code, days in reversed(list(where.meetings.items()))},
        breakdown=replace(
            where.breakdown, steps=dict(reversed(list(where.breakdown.steps.items())))
        ),
    )
    before, after = draw_up(where), draw_up(turned)
    for at, planned in before.steps.items():
        other = after.steps[at]
        assert (planned.earliest_on, planned.legal_limit, planned.slack_working_days) == (
            other.earliest_on,
            other.legal_limit,
            other.slack_working_days,
        )
