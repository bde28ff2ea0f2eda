"""Who does what: steps given, handed over and stood in for, and nobody who approves their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models.actor import Actor
from models.corrections.correcting import correct
from models.corrections.reopening import reopen
from models.deciding import record_decision
from models.no_go.saying import record_go
from models.opening import open_transition
from models.people.assigning import take_off
from models.people.duties import duties_of
from models.people.handing_over import receipt_in_words, would_hand_over
from models.people.keeping import Given, change_person
from models.people.mine import mine
from models.people.standing_in import end_stand_in, stand_in, stand_ins_of
from models.recording import record_step
from models.reports import log_of, next_steps, timetable_of
from rules.breakdown import breakdown
from rules.errors import (
    AlreadyRecorded,
    InputError,
    MovedOn,
    StateError,
    StepNotReady,
    UnknownName,
)
from rules.situation import DecisionId, StepId
from tasks.papers.kinds import KINDS
from tests.engine.people import ANN, BO, CY, DAY, DEE, TESTER, away, give, handed, known
from tests.engine.prepared import worked_example

Happened = Callable[..., Any]


def as_(name: str, for_: str = "") -> Actor:
    """Somebody who acts, for another where that is said."""
    return Actor(name=name, on_behalf_of=for_)


def last(reference: str) -> dict[str, Any]:
    """The last entry of a log."""
    return log_of(reference)[-1]


# ---- Giving and taking off ----------------------------------------------------------------------


def test_a_step_is_given_to_a_person_and_shown_as_theirs(worked: str) -> None:
    """In what is next, and in the log with who gave it."""
    known(ANN)
    found = give(worked, "1.7", ANN, "Northmere")
    assert (found["person"], found["council"]) == (ANN, "northmere")
    planned = next_steps(timetable_of(worked, DAY), duties_of(worked, DAY))
    assert {s["council"]: s["person"] for s in planned if s["key"] == "1.7"} == {
        "northmere": ANN,
        "eastholt": "",
        "westbrook": "",
    }
    entry = last(worked)
    assert (entry["actor"], entry["act"], entry["data"]["person"]) == (
        "a tester",
        "step-assigned",
        ANN,
    )


def test_a_step_is_taken_from_another_only_with_a_reason(worked: str) -> None:
    """Which the log keeps with the name of whoever held it."""
    known(ANN, BO)
    give(worked, "2.4", ANN)
    with pytest.raises(InputError, match=r"Step 2\.4 is held by Ann Reed"):
        give(worked, "2.4", BO, reason=" ")
    assert give(worked, "2.4", BO, reason="Ann is on leave")["was"] == ANN
    assert (last(worked)["reason"], last(worked)["data"]["was"]) == ("Ann is on leave", ANN)
    with pytest.raises(AlreadyRecorded, match="Bo Lund holds step"):
        give(worked, "2.4", BO, reason="again")


def test_a_step_that_is_taken_off_is_its_owners_again(worked: str) -> None:
    """A second time there is nothing to take off."""
    known(ANN)
    give(worked, "2.4", ANN)
    given: dict[str, Any] = {"actor": TESTER, "today": DAY, "reason": "Not theirs"}
    assert take_off(worked, "2.4", None, **given)["was"] == ANN
    assert duties_of(worked, DAY) == {}
    with pytest.raises(StateError, match="Nobody holds step"):
        take_off(worked, "2.4", None, **given)
    with pytest.raises(InputError, match="No reason"):
        take_off(worked, "2.4", None, **{**given, "reason": ""})


def test_only_a_step_that_is_there_and_open_is_given(worked: str, happened: Happened) -> None:
    """A council for each, no council for a shared one, and nothing that was done."""
    known(ANN)
    record_step(worked, "2.4", None, happened(DAY))
    for step, council, error in (
        ("9.99", None, UnknownName),
        ("1.7", None, UnknownName),
        ("1.7", "southwark", UnknownName),
        ("2.3", "northmere", InputError),
        ("2.4", None, AlreadyRecorded),
    ):
        with pytest.raises(error):
            give(worked, step, ANN, council)
    with pytest.raises(MovedOn):
        give(worked, "2.3", ANN, expect=1)
    assert duties_of(worked, DAY) == {}


def test_what_is_unusual_is_said_and_allowed(worked: str) -> None:
    """Somebody of another council, and in another office than the step's owners."""
    known(ANN, roles=["Solicitor"], council="eastholt")
    assert give(worked, "1.7", ANN, "northmere")["mind"] == [
        "Ann Reed is not known as Democratic services manager",
        "Ann Reed is of eastholt, the step is northmere's",
    ]


def test_what_a_person_has_to_do_comes_soonest_first_across_transitions(worked: str) -> None:
    """The notices by 18 May, the assistance notice by 30 November; those of another case too."""
    open_transition(worked_example().model_copy(update={"reference": "another"}), actor=TESTER)
    known(ANN)
    give(worked, "2.4", ANN)
    give("another", "1.7", ANN, "eastholt")
    found = mine(ANN, DAY)["steps"]
    assert [(s["reference"], s["step"], s["council"], s["by"]) for s in found] == [
        ("another", "1.7", "eastholt", date(2026, 5, 18)),
        ("worked-2027", "2.4", None, date(2026, 11, 30)),
    ]


def test_what_was_done_is_no_longer_to_do(worked: str, happened: Happened) -> None:
    """Nor is what nobody needs."""
    known(ANN)
    give(worked, "2.4", ANN)
    record_step(worked, "2.4", None, happened(DAY))
    assert mine(ANN, DAY)["steps"] == []


# ---- Standing in --------------------------------------------------------------------------------


def test_while_a_stand_in_stands_both_names_are_logged(worked: str, happened: Happened) -> None:
    """From the first day to the last, both inclusive; before and after only the own name."""
    known(ANN, also=["areed"])
    known(BO, also=["blund"])
    for council in ("northmere", "eastholt", "westbrook"):
        give(worked, "1.7", ANN, council)
    give(worked, "2.4", ANN)
    first, until = date(2026, 5, 12), date(2026, 5, 14)
    away(worked, ANN, BO, first, until)
    logged = []
    for step, council, day in (
        ("1.7", "northmere", date(2026, 5, 11)),
        ("1.7", "eastholt", first),
        ("1.7", "westbrook", until),
        ("2.4", None, date(2026, 5, 15)),
    ):
        record_step(worked, step, council, happened(day, actor=as_("blund")))
        logged.append((last(worked)["actor"], last(worked)["on_behalf_of"]))
    assert logged == [("blund", ""), ("blund", ANN), ("blund", ANN), ("blund", "")]


def test_whatever_a_stand_in_says_of_a_step_is_logged_for_its_holder(
    worked: str, happened: Happened
) -> None:
    """That it is opened again, and how a council decided, as well."""
    known(ANN, BO)
    give(worked, "2.4", ANN)
    give(worked, "1.8", ANN, "northmere")
    day = date(2026, 6, 16)
    away(worked, ANN, BO, DAY, day)
    record_step(worked, "2.4", None, happened(DAY, actor=as_(BO)))
    reopen(worked, "2.4", None, reason="Wrong letter", actor=as_(BO), today=DAY)
    deferred = happened(day, actor=as_(BO))
    record_decision(worked, DecisionId("in-principle", "northmere"), "deferred", deferred)
    entries = [entry for entry in log_of(worked) if entry["actor"] == BO]
    assert [entry["act"] for entry in entries] == [
        *("step-recorded", "step-reopened", "decision-recorded"),
    ]
    assert {entry["on_behalf_of"] for entry in entries} == {ANN}


def test_who_stands_in_has_the_steps_on_the_list_and_who_is_away_sees_by_whom(worked: str) -> None:
    """On the days it stands."""
    known(ANN, BO)
    give(worked, "2.4", ANN)
    away(worked, ANN, BO, date(2026, 5, 12), date(2026, 5, 14))
    assert mine(BO, DAY)["steps"] == []
    (step,) = mine(BO, date(2026, 5, 14))["steps"]
    assert (step["step"], step["on_behalf_of"], step["until_on"]) == ("2.4", ANN, date(2026, 5, 14))
    (own,) = mine(ANN, date(2026, 5, 14))["steps"]
    assert (own["on_behalf_of"], own["deputy"]) == ("", BO)
    assert mine(BO, date(2026, 5, 15))["steps"] == []


@pytest.mark.parametrize(
    ("absent", "deputy", "first", "last_day"),
    [
        (ANN, CY, 20, 25),  # another for the same person, on the last day
        (ANN, CY, 1, 10),  # on the first day
        (BO, CY, 15, 15),  # who stands in is away themselves
        (CY, ANN, 15, 15),  # who is away stands in
    ],
)
def test_stand_ins_neither_overlap_nor_form_chains(
    worked: str, absent: str, deputy: str, first: int, last_day: int
) -> None:
    """The one that stands is named with its days."""
    known(ANN, BO, CY)
    begun = date(2026, 6, 1)
    days: dict[str, Any] = {"actor": TESTER, "today": begun}
    stand_in(worked, ANN, BO, date(2026, 6, 10), date(2026, 6, 20), **days)
    before = len(log_of(worked))
    with pytest.raises(StateError, match="Bo Lund stands in for Ann Reed from Wednesday 10 June"):
        stand_in(worked, absent, deputy, date(2026, 6, first), date(2026, 6, last_day), **days)
    assert len(log_of(worked)) == before
    stand_in(worked, absent, deputy, date(2026, 6, 21), date(2026, 6, 30), **days)


@pytest.mark.parametrize(
    ("first", "until"), [("2026-05-12", "2026-05-11"), ("2026-05-10", "2026-05-12")]
)
def test_the_days_of_a_stand_in_are_days_to_come(worked: str, first: str, until: str) -> None:
    """The last not before the first, the first not before today."""
    known(ANN, BO)
    days = date.fromisoformat(first), date.fromisoformat(until)
    with pytest.raises(InputError):
        stand_in(worked, ANN, BO, *days, actor=TESTER, today=DAY)
    with pytest.raises(InputError, match="cannot stand in for themselves"):
        stand_in(worked, ANN, "ann reed", DAY, DAY, actor=TESTER, today=DAY)


def test_a_stand_in_may_end_early_and_one_to_come_may_be_called_off(worked: str) -> None:
    """Days past stand as they were; another may follow from the next day on."""
    known(ANN, BO, CY)
    away(worked, ANN, BO, DAY, date(2026, 5, 29))
    given: dict[str, Any] = {"actor": TESTER, "reason": "Back early"}
    with pytest.raises(InputError, match="It stands until"):
        end_stand_in(worked, ANN, date(2026, 5, 1), today=date(2026, 5, 18), **given)
    end_stand_in(worked, ANN, date(2026, 5, 18), today=date(2026, 5, 18), **given)
    away(worked, ANN, CY, date(2026, 5, 19), date(2026, 5, 20))
    end_stand_in(worked, ANN, date(2026, 5, 18), today=date(2026, 5, 19), **given)
    told = [(each["deputy"], each["now"]) for each in stand_ins_of(worked, date(2026, 5, 19))]
    assert told == [(BO, "over"), (CY, "called off")]
    with pytest.raises(StateError, match="Nobody stands in"):
        end_stand_in(worked, ANN, date(2026, 5, 19), today=date(2026, 5, 19), **given)


# ---- Handing over -------------------------------------------------------------------------------


def test_a_hand_over_moves_every_open_step_and_its_receipt_names_them(
    worked: str, happened: Happened
) -> None:
    """What is done stays; each transition has one entry, whose number and digest it names."""
    open_transition(worked_example().model_copy(update={"reference": "another"}), actor=TESTER)
    known(ANN, BO, CY)
    for reference, step in ((worked, "2.4"), (worked, "3.4"), ("another", "2.4")):
        give(reference, step, ANN)
    give(worked, "2.3", CY)
    record_step("another", "6.2", None, happened(DAY))
    record_step(worked, "2.4", None, happened(DAY))
    planned = would_hand_over(ANN, BO, None)
    receipt = handed(ANN, BO)
    moved = [(e["reference"], [s["step"] for s in e["steps"]]) for e in receipt["transitions"]]
    assert moved == [("another", ["2.4"]), (worked, ["3.4"])]
    assert [e["steps"] for e in planned["transitions"]] == [
        e["steps"] for e in receipt["transitions"]
    ]
    for each in receipt["transitions"]:
        entry = log_of(each["reference"])[each["entry"] - 1]
        assert (entry["act"], entry["digest"]) == ("steps-handed-over", each["digest"])
        assert each["digest"] in receipt_in_words(receipt)
    assert {str(at): str(duty) for at, duty in duties_of(worked, DAY).items()} == {
        "2.3": CY,
        "2.4": ANN,
        "3.4": BO,
    }


def test_a_hand_over_of_one_transition_leaves_the_others(worked: str) -> None:
    """As it was asked."""
    open_transition(worked_example().model_copy(update={"reference": "another"}), actor=TESTER)
    known(ANN, BO)
    give(worked, "2.4", ANN)
    give("another", "2.4", ANN)
    handed(ANN, BO, worked)
    assert [s["reference"] for s in mine(ANN, DAY)["steps"]] == ["another"]
    with pytest.raises(UnknownName):
        handed(ANN, BO, "no-such-transition")


def test_a_hand_over_is_refused_whole_if_one_step_cannot_go(
    worked: str, happened: Happened
) -> None:
    """Bo delivered the exit plan that 3.3 approves, so nothing of Ann's goes to Bo."""
    open_transition(worked_example().model_copy(update={"reference": "another"}), actor=TESTER)
    known(ANN, BO)
    give("another", "2.4", ANN)
    give(worked, "3.3", ANN)
    record_step(worked, "3.2", None, happened(DAY, by=BO))
    before = len(log_of("another"))
    with pytest.raises(StateError, match=r"worked-2027: Step 3\.3 .*Bo Lund did step 3\.2"):
        handed(ANN, BO)
    with pytest.raises(StateError, match=r"worked-2027: Step 3\.3"):
        would_hand_over(ANN, BO, None)
    assert len(log_of("another")) == before
    assert len(mine(ANN, DAY)["steps"]) == 2


# ---- Four eyes ----------------------------------------------------------------------------------


def test_what_a_step_checks_comes_before_it_or_is_its_own_work() -> None:
    """These seven, by our practice: nothing is checked that is not there yet."""
    found = {step.key: step.four_eyes for step in breakdown() if step.four_eyes}
    assert found == {
        "3.3": ("3.2",),
        "3.5": ("3.3",),
        "4.1": ("3.4",),
        "7.2": ("7.2",),
        "9.5": ("9.4",),
        "10.4": ("9.5", "10.1", "10.2", "10.3"),
        "12.4": ("12.1",),
    }
    papers = {step.key: step.checks_papers for step in breakdown() if step.checks_papers}
    assert papers == {
        "7.2": ("dpia",),
        "10.4": ("readiness-gap-analysis", "go-no-go-report"),
        "12.4": ("highlight-report",),
    }
    assert {kind for kinds in papers.values() for kind in kinds} <= set(KINDS)


@pytest.fixture
def plan_delivered(worked: str, happened: Happened) -> str:
    """Ann holds 3.2 and delivered the exit plan; 3.3 approves it."""
    known(ANN, also=["areed"])
    known(BO, CY, DEE)
    give(worked, "3.2", ANN)
    record_step(worked, "3.2", None, happened(DAY, by="The exit manager"))
    return worked


@pytest.mark.parametrize(
    "actor", [as_(ANN), as_("areed"), as_("ANN REED"), as_(ANN, BO), as_(CY, ANN), as_(CY, "areed")]
)
def test_nobody_approves_their_own_work_under_any_name_nor_through_a_stand_in(
    plan_delivered: str, happened: Happened, actor: Actor
) -> None:
    """Ann herself, Ann for Bo, Cy for Ann: each is refused, and Bo is not."""
    with pytest.raises(StateError, match="second pair of eyes"):
        record_step(plan_delivered, "3.3", None, happened(DAY, actor=actor))
    record_step(plan_delivered, "3.3", None, happened(DAY, actor=as_(BO)))


def test_who_stands_in_for_the_one_who_did_the_work_does_not_approve_it(
    plan_delivered: str, happened: Happened
) -> None:
    """Cy takes Ann's place: Cy's eyes are Ann's, before Cy has done anything for her."""
    away(plan_delivered, ANN, CY, date(2026, 5, 12), date(2026, 5, 13))
    with pytest.raises(StateError, match="second pair of eyes"):
        record_step(plan_delivered, "3.3", None, happened(date(2026, 5, 12), actor=as_(CY)))


def test_having_handed_the_work_over_makes_nobody_fit_to_approve_it(
    worked: str, happened: Happened
) -> None:
    """Neither Ann, who had it, nor Bo, who has it now; whoever never had it may."""
    known(ANN, BO, CY)
    give(worked, "3.2", ANN)
    handed(ANN, BO)
    record_step(worked, "3.2", None, happened(DAY))
    for name in (ANN, BO):
        with pytest.raises(StateError, match="second pair of eyes"):
            record_step(worked, "3.3", None, happened(DAY, actor=as_(name)))
        with pytest.raises(StateError, match="second pair of eyes"):
            give(worked, "3.3", name)
    give(worked, "3.3", CY)
    record_step(worked, "3.3", None, happened(DAY, actor=as_(CY)))


def test_work_done_for_another_is_also_own_work(worked: str, happened: Happened) -> None:
    """Cy recorded the work in Ann's place: neither of the two approves it."""
    known(ANN, BO, CY)
    record_step(worked, "3.2", None, happened(DAY, actor=as_(CY, ANN)))
    for name in (ANN, CY):
        with pytest.raises(StateError, match="second pair of eyes"):
            record_step(worked, "3.3", None, happened(DAY, actor=as_(name)))


def test_nobody_is_given_both_the_work_and_its_check(worked: str) -> None:
    """Whichever they were given first."""
    known(ANN, BO)
    give(worked, "3.3", ANN)
    with pytest.raises(StateError, match=r"Ann Reed holds step 3\.3"):
        give(worked, "3.2", ANN)
    give(worked, "3.2", BO)
    with pytest.raises(StateError, match=r"Bo Lund holds step 3\.2"):
        give(worked, "3.3", BO, reason="Ann is busy")


def test_a_step_that_checks_itself_is_closed_by_another_than_did_it(
    worked: str, happened: Happened
) -> None:
    """Ann makes the impact assessment: that it is signed off is recorded by somebody else."""
    known(ANN, BO)
    give(worked, "7.2", ANN)
    day = date(2026, 7, 1)
    for actor, by in ((as_(ANN), "The team"), (as_(BO), BO)):
        with pytest.raises(StateError, match="second pair of eyes"):
            record_step(
                worked, "7.2", None, happened(day, actor=actor, by=by, presume_earlier=True)
            )
    record_step(worked, "7.2", None, happened(day, actor=as_(BO), by=ANN, presume_earlier=True))


def test_a_check_of_own_work_is_not_presumed_either(
    plan_delivered: str, happened: Happened
) -> None:
    """To record what follows with --presume-earlier would close it without a record."""
    given = happened(date(2026, 7, 1), actor=as_(ANN), presume_earlier=True)
    with pytest.raises(StateError, match=r"Step 3\.3 .*second pair of eyes"):
        record_step(plan_delivered, "9.3", None, given)


def test_a_correction_does_not_make_an_approval_of_own_work(
    plan_delivered: str, happened: Happened
) -> None:
    """Bo approved the plan; before Bo is said to have delivered it, the approval is opened."""
    number = next(
        e["sequence"] for e in log_of(plan_delivered) if e["data"].get("by") == "The exit manager"
    )
    record_step(plan_delivered, "3.3", None, happened(DAY, actor=as_(BO)))
    given: dict[str, Any] = {"reason": "It was Bo", "actor": TESTER, "today": DAY}
    with pytest.raises(StateError, match="Bo Lund closed it, and is now said to have done step"):
        correct(plan_delivered, number, {"by": BO}, **given)
    correct(plan_delivered, number, {"by": DEE}, **given)


def test_a_go_of_somebody_who_did_the_work_since_waits_for_anothers(
    worked: str, happened: Happened
) -> None:
    """Bo said go for Northmere, and then held the rehearsal: another says go for Northmere."""
    day = date(2027, 2, 1)
    record_go(worked, "northmere", happened(day, actor=as_(BO), presume_earlier=True))
    record_step(worked, "10.3", None, happened(day, by=BO))
    for council in ("eastholt", "westbrook"):
        assert "northmere" in record_go(worked, council, happened(day))["waits_for"]
    with pytest.raises(StateError, match="second pair of eyes"):
        record_go(worked, "northmere", happened(day, actor=as_(BO)))
    assert record_go(worked, "northmere", happened(day, actor=as_(CY)))["waits_for"] == []
    assert last(worked)["data"]["step"] == "10.4"


def test_a_new_name_does_not_hide_who_did_the_work(plan_delivered: str, happened: Happened) -> None:
    """Ann is called Ann Oduya since."""
    change_person(ANN, Given(name="Ann Oduya"), TESTER)
    with pytest.raises(StateError, match="second pair of eyes"):
        record_step(plan_delivered, "3.3", None, happened(DAY, actor=as_("Ann Oduya")))


def test_every_step_is_closed_on_evidence(worked: str, happened: Happened) -> None:
    """Each says what shows that it happened, and none is closed on nothing."""
    assert all(step.evidence.strip() for step in breakdown())
    with pytest.raises(InputError, match="--evidence is empty"):
        record_step(worked, "2.4", None, happened(DAY, evidence=" "))


def test_what_must_come_first_is_told_before_whose_work_it_is(
    worked: str, happened: Happened
) -> None:
    """A step that is not ready is not ready for anybody."""
    known(ANN)
    give(worked, "3.2", ANN)
    with pytest.raises(StepNotReady):
        record_step(worked, "3.3", None, happened(DAY, actor=as_(ANN)))
    assert StepId("3.3") not in duties_of(worked, DAY)
