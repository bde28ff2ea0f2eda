"""Nobody approves their own work, under any name, nor through a stand-in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models.actor import Actor
from models.corrections.correcting import correct
from models.no_go.saying import record_go
from models.people.duties import duties_of
from models.people.keeping import Given, change_person
from models.recording import record_step
from models.reports import log_of
from rules.breakdown import breakdown
from rules.errors import (
    InputError,
    StateError,
    StepNotReady,
)
from rules.situation import StepId
from tasks.papers.kinds import KINDS
from tests.engine.people import ANN, BO, CY, DAY, DEE, TESTER, as_, away, give, handed, known, last

Happened = Callable[..., Any]


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
