"""All open steps of one person go to another, or none, with a receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models.opening import open_transition
from models.people.duties import duties_of
from models.people.handing_over import receipt_in_words, would_hand_over
from models.people.mine import mine
from models.recording import record_step
from models.reports import log_of
from rules.errors import (
    StateError,
    UnknownName,
)
from tests.engine.people import ANN, BO, CY, DAY, TESTER, give, handed, known
from tests.engine.prepared import worked_example

Happened = Callable[..., Any]


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
