"""The chance of being in time: seeded, monotone, and never kinder than the meetings are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from models.opening import read_and_check
from models.reports import timetable_of
from rules.breakdown import Breakdown, Dated, Step
from rules.chance import Chance, chance
from rules.errors import BadFile, InputError
from rules.network import GO_LIVE
from rules.policy import policy_from
from rules.situation import DecisionId, Party, Situation, StepId
from rules.timetable import draw_up

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"
FINAL = DecisionId("final", "northmere")
#: Late enough in the worked example that commencement is missed in some runs and kept in others.
LATE = date(2026, 9, 1)


def a_step(key: str, *after: str, **changes) -> Step:
    """A step that follows others."""
    named = {"name": f"Step {key}", "owners": ("Owner",), "evidence": "Evidence"}
    return Step(key=key, stage=int(key.split(".")[0]), flow="", after=after, **named, **changes)


def a_situation(*estimate: int, **changes) -> Situation:
    """A report, its agenda, the decision upon it and go-live; what the report takes is estimated.

    Planned on Monday 1 June 2026 for Monday 13 July, with meetings on 30 June and 28 July.
    """
    agenda = Dated(event="meeting:final", what="agenda published", rule="ATI-05")
    steps = [
        a_step("1.10"),
        a_step("1.11", "1.10", each="council", limits=(agenda,)),
        a_step("1.12", "1.11", each="council", decision="final"),
        a_step(GO_LIVE, "1.12"),
    ]
    setting = {"parameter": "call_in.within", "value": {"working_days": 5}, "cite": "invented"}
    policy = {"code": "northmere", "name": "Northmere", "setting": [setting]}
    council = Party(
        code="northmere",
        name="Northmere",
        role="leaving",
        policy=policy_from({**policy, "calendar": "england-and-wales"}, "northmere"),
        body="Cabinet",
    )
    fields = {
        "reference": "small",
        "today": date(2026, 6, 1),
        "expiry_on": date(2026, 7, 12),
        "commencement_on": date(2026, 7, 13),
        "breakdown": Breakdown(stages=(), steps={step.key: step for step in steps}),
        "parties": (council,),
        "contract": policy_from({"code": "contract", "name": "contract"}, "contract"),
        "meetings": {"northmere": (date(2026, 6, 30), date(2026, 7, 28))},
        "chosen": {FINAL: date(2026, 6, 30)},
        "estimates": {"1.10": estimate} if estimate else {},
    }
    return Situation(**{**fields, **changes})


@pytest.fixture
def worked(home) -> Situation:
    """The worked example, planned late."""
    return timetable_of(str(EXAMPLE), LATE).situation


def share_by(found: Chance, day: date) -> float:
    """The chance of having gone live by a day."""
    return max((share for on, share in found.by if on <= day), default=0.0)


def test_a_day_too_late_for_the_agenda_costs_a_whole_meeting_cycle():
    """The agenda of Tuesday 30 June 2026 must be out on Monday 22 June, five clear days before.

    Fifteen working days from Monday 1 June are over on the 22nd; published on 2 July, the decision
    takes effect on Friday the 10th, and go-live is on Monday 13 July as planned. Sixteen are over
    on the 23rd: the next meeting is 28 July, published on the 30th, effective on Friday 7 August.
    """
    in_time = chance(a_situation(15, 15, 15), runs=20)
    assert in_time.by == ((date(2026, 7, 13), 1.0),)
    late = chance(a_situation(16, 16, 16), runs=20)
    assert late.by == ((date(2026, 8, 7), 1.0),)
    assert (in_time.in_time, late.in_time) == (1.0, 0.0)
    assert [each.chosen for each in (*in_time.missing, *late.missing)] == [0.0, 1.0]


def test_no_run_goes_live_between_the_two_meetings_effects():
    """From fifteen to sixteen days with fifteen likeliest, a quarter of the runs take sixteen.

    Half a day or more over has the chance of a triangle of half the size: 0.5 squared.
    """
    found = chance(a_situation(15, 15, 16), runs=10_000)
    assert [day for day, _ in found.by] == [date(2026, 7, 13), date(2026, 8, 7)]
    assert found.in_time == pytest.approx(0.75, abs=0.015)
    assert found.percentiles == {
        10: date(2026, 7, 13),
        50: date(2026, 7, 13),
        80: date(2026, 8, 7),
        90: date(2026, 8, 7),
    }


def test_what_drives_go_live_is_what_it_waited_for_in_the_late_runs():
    """In the others it waits for nothing but the day of commencement."""
    found = chance(a_situation(15, 15, 16), runs=1000)
    late = pytest.approx(1 - found.in_time)
    driving = {each.step: each for each in found.driving}
    assert set(driving) == {
        StepId("1.10"),
        StepId("1.11", "northmere"),
        StepId("1.12", "northmere"),
    }
    assert all(each.on_chain == late for each in driving.values())
    assert driving[StepId("1.10")].correlation == pytest.approx(1.0)
    assert driving[StepId("1.12", "northmere")].correlation is None
    assert [(each.decision, each.chosen) for each in found.missing] == [(FINAL, late)]


def test_a_decision_that_runs_out_of_known_meetings_is_told():
    """After 28 July no meeting is known: 40 working days end on Monday 27 July, a week too late."""
    found = chance(a_situation(40, 40, 40), runs=10)
    assert [(each.chosen, each.known) for each in found.missing] == [(1.0, 1.0)]


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(worked):
    """On one process or two, and whatever number of runs a block has."""
    found = chance(worked, runs=1100, seed=7)
    assert chance(worked, runs=1100, seed=7) == found
    assert chance(worked, runs=1100, seed=7, processes=2) == found
    assert chance(worked, runs=1100, seed=8) != found
    assert 0 < found.in_time < 1


@pytest.mark.parametrize("today", [date(2026, 3, 31), LATE, date(2027, 1, 20)])
def test_without_spread_every_run_is_the_plan(home, today):
    """Low, likely and high all as planned: each run gives the timetable's own day of go-live."""
    where = timetable_of(str(EXAMPLE), today).situation
    certain = {key: (days, days, days) for key, days in where.durations.items()}
    planned = draw_up(where)
    found = chance(replace(where, estimates=certain), runs=30)
    assert found.by == ((planned.steps[StepId(GO_LIVE)].earliest_on, 1.0),)
    waited_for = set(planned.chain(StepId(GO_LIVE))[:-1])
    assert {each.step for each in found.driving if each.on_chain} == waited_for
    for each in found.missing:
        step = planned.steps[where.deciding(each.decision)]
        assert each.chosen == float(step.earliest_on > each.chosen_on)


def test_widening_the_high_end_never_raises_the_chance(worked):
    """By no day at all, for the same seed draws the same luck."""
    answers = [
        chance(replace(worked, estimates={**worked.estimates, "9.4": (10, 15, high)}), runs=400)
        for high in (15, 16, 20, 30, 45, 90)
    ]
    days = {day for found in answers for day, _ in found.by}
    for narrow, wide in pairwise(answers):
        assert all(share_by(wide, day) <= share_by(narrow, day) for day in days)
    assert answers[-1].in_time < answers[0].in_time


def test_a_slip_falls_on_what_is_drawn_as_well():
    """Fourteen working days and a slip of two are sixteen."""
    slipped = a_situation(14, 14, 14, slips={StepId("1.10"): 2})
    assert chance(slipped, runs=5).by == ((date(2026, 8, 7), 1.0),)


def test_a_run_past_what_the_calendars_know_counts_as_late_and_is_told():
    """The calendar ends with 2028; no day beyond it is guessed."""
    found = chance(a_situation(15, 15, 5000), runs=400)
    assert found.past_calendars > 0.5
    assert found.by[-1][1] == pytest.approx(1 - found.past_calendars)
    assert found.percentiles[90] is None


@pytest.mark.parametrize("changes", [{}, {"done": {StepId("1.10"): date(2026, 5, 29)}}])
def test_without_an_open_estimate_it_says_how_one_is_given(changes):
    """Nothing estimated, or only what is done: there is no chance to work out."""
    estimate = (10, 15, 30) if changes else ()
    with pytest.raises(InputError, match="No open step of small has an estimate") as refused:
        chance(a_situation(*estimate, **changes))
    assert '[estimates]: "9.4" = { low = 10, likely = 15, high = 30 }' in refused.value.remedy


@pytest.mark.parametrize("asked", [{"runs": 0}, {"processes": 0}])
def test_nothing_to_run_is_refused(asked):
    """No runs, or nobody to run them."""
    with pytest.raises(InputError, match="is 0"):
        chance(a_situation(1, 2, 3), **asked)


def test_progress_tells_how_many_runs_are_over(worked):
    """In blocks, up to all of them."""
    told = []
    chance(worked, runs=600, progress=told.append)
    assert told == [250, 500, 600]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('"9.4" = { low = 20, likely = 15, high = 30 }', "low 20, likely 15, high 30"),
        ('"9.4" = { low = 10, likely = 40, high = 30 }', "none below the one before it"),
        ('"9.4" = { low = -1, likely = 15, high = 30 }', "give 0 or more"),
        ('"99.4" = { low = 1, likely = 2, high = 3 }', "There is no step '99.4'"),
        ('"1.12" = { low = 1, likely = 2, high = 3 }', "estimate the steps before it"),
        ('"9.4" = { low = 1, likely = 2 }', "high: Field required"),
        ('"9.4" = { low = 1, likely = "soon", high = 3 }', "likely: Input should be a valid int"),
    ],
)
def test_a_bad_estimate_is_refused_with_its_key_and_what_to_do(a_transition, row, says):
    """Before anything is kept."""
    with pytest.raises(BadFile) as refused:
        read_and_check(a_transition(more=f"[estimates]\n{row}"))
    assert f"estimates.{row.split()[0].strip(chr(34))}" in refused.value.found
    assert says in refused.value.found
    assert "mend every line named" in refused.value.remedy


def test_the_command_answers_for_programs_without_loading_prefect(changeover):
    """And says on which seed its answer rests."""
    line = "chance worked-2027 --today 2026-09-01 --runs 300 --seed 5"
    found = changeover.json(line)
    assert (found["seed"], found["runs"], found["commencement_on"]) == (5, 300, "2027-04-01")
    assert 0 < found["in_time"] == found["by"][0]["chance"] < 1
    assert set(found["percentiles"]) == {"10", "50", "80", "90"}
    assert {each["council"] for each in found["decisions"]} == {
        *("northmere", "eastholt", "westbrook"),
    }
    answer = changeover(line, PYTHONPROFILEIMPORTTIME="1")
    assert "goes live on Thursday 1 April 2027 in" in answer.stdout
    assert not any(line.endswith("| prefect") for line in answer.stderr.splitlines())


def test_the_command_says_how_to_give_estimates_where_there_are_none(changeover):
    """And ends as a refused request does."""
    answer = changeover("chance southwark-2017 --today 2017-02-16")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "[estimates]" in answer.stderr
    assert "Traceback" not in answer.stderr
