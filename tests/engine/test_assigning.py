"""Steps given to people, taken from one for another, and taken off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models.opening import open_transition
from models.people.assigning import take_off
from models.people.duties import duties_of
from models.people.mine import mine
from models.recording import record_step
from models.reports import next_steps, timetable_of
from rules.errors import (
    AlreadyRecorded,
    InputError,
    MovedOn,
    StateError,
    UnknownName,
)
from tests.engine.people import ANN, BO, DAY, TESTER, give, known, last
from tests.engine.prepared import worked_example

Happened = Callable[..., Any]


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
