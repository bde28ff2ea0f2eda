"""Somebody leaves: nothing is left with them, and what only they needed is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from models.corrections.reopening import reopen
from models.database import database, reading, writing
from models.log import locked
from models.outbox import Message, outbox, post
from models.people.duties import duties_of
from models.people.keeping import Given, back_again, change_person, everybody
from models.people.leaving import leave
from models.people.mine import mine
from models.recording import record_step
from models.reports import log_of
from models.tables import PostedMessage
from models.verification import verify_all
from rules.errors import InputError, StateError
from rules.situation import StepId
from tests.engine.people import ANN, BO, CY, DAY, TESTER, away, give, gone, handed, known

Happened = Callable[..., Any]


def test_nobody_leaves_with_open_steps(worked: str) -> None:
    """The steps are named; nothing of it was written."""
    known(ANN, BO)
    give(worked, "2.4", ANN)
    with pytest.raises(StateError, match=r"holds 1 open step: worked-2027 2\.4"):
        gone(ANN)
    receipt = gone(ANN, to=BO)["receipt"]
    assert receipt["transitions"][0]["steps"][0]["step"] == "2.4"
    assert [str(each) for each in duties_of(worked, DAY).values()] == [BO]
    with pytest.raises(StateError, match="Ann Reed left on Monday 11 May 2026"):
        give(worked, "2.3", ANN)


def test_a_closed_step_of_somebody_who_left_is_its_owners_when_opened_again(
    worked: str, happened: Happened
) -> None:
    """No open step is left with a person who is not there."""
    known(ANN)
    give(worked, "2.4", ANN)
    record_step(worked, "2.4", None, happened(DAY))
    gone(ANN)
    reopen(worked, "2.4", None, reason="Wrong letter", actor=TESTER, today=DAY)
    assert duties_of(worked, DAY) == {}
    assert verify_all()[0]["reference"] == worked


def test_nobody_leaves_while_they_are_to_stand_in(worked: str) -> None:
    """The stand-in is named, and what to do."""
    known(ANN, BO)
    away(worked, ANN, BO, DAY, date(2026, 5, 20))
    with pytest.raises(StateError, match="stands in for Ann Reed until Wednesday 20 May 2026"):
        gone(BO)


def test_whoever_left_is_written_to_no_more_and_their_address_is_forgotten(worked: str) -> None:
    """What waits for their office waits for another address, which the log says; none keeps it."""
    known(ANN)
    address = everybody()[0]["email"]
    with writing(database()) as session:
        words = {"kind": "alert", "role": "Contract manager", "subject": "Due", "body": "Soon."}
        post(session, locked(session, worked), Message(key="a", address=address.upper(), **words))
        post(session, locked(session, worked), Message(key="b", address="o@b.example", **words))
    assert gone(ANN)["messages_dropped"] == 0
    assert [(e.key, e.address) for e in outbox(worked)] == [("a", ""), ("b", "o@b.example")]
    assert log_of(worked)[-1]["act"] == "message-readdressed"
    with reading(database()) as session:
        assert {each.address for each in session.exec(select(PostedMessage))} == {"", "o@b.example"}
    assert everybody(gone=True)[0]["email"] == ""
    assert verify_all()


def test_an_address_that_somebody_else_shares_is_theirs_still(worked: str) -> None:
    """A mailbox of a team goes on being written to when one of the team leaves."""
    known(ANN, BO, email="contracts@northmere.example")
    with writing(database()) as session:
        words = {"kind": "alert", "role": "Contract manager", "subject": "Due", "body": "Soon."}
        said = Message(key="a", address="contracts@northmere.example", **words)
        post(session, locked(session, worked), said)
    assert gone(ANN)["messages_dropped"] == 0
    assert [each.address for each in outbox(worked)] == ["contracts@northmere.example"]


def test_somebody_may_come_back_without_the_steps_they_had(worked: str) -> None:
    """They are found by the same names, and may be given steps again."""
    known(ANN, BO)
    give(worked, "2.4", ANN)
    gone(ANN, to=BO)
    back_again(ANN, Given(email="ann@northmere.example"), TESTER)
    assert mine(ANN, DAY)["steps"] == []
    give(worked, "2.3", ANN)


def test_somebody_who_is_still_to_leave_has_not_left(worked: str) -> None:
    """The steps may be handed over before; that they left is told when they have."""
    known(ANN)
    with pytest.raises(InputError, match="still to come"):
        leave(ANN, date(2026, 5, 12), to=None, actor=TESTER, today=DAY, reason="")


def test_those_whose_manager_left_are_named(store: str) -> None:
    """So that they get another."""
    known(ANN)
    known(BO, manager=ANN)
    assert gone(ANN)["was_manager_of"] == [BO]


def test_a_leaver_whose_successor_may_not_take_all_does_not_leave(
    worked: str, happened: Happened
) -> None:
    """Neither the steps nor the address moved."""
    known(ANN, BO)
    record_step(worked, "3.2", None, happened(DAY, by=BO))
    give(worked, "3.3", ANN)
    give(worked, "2.4", ANN)
    with pytest.raises(StateError, match=r"1 step cannot go to Bo Lund:\n.*3\.3"):
        gone(ANN, to=BO)
    assert {str(each) for each in duties_of(worked, DAY).values()} == {ANN}
    assert everybody()[0]["email"]
    with pytest.raises(StateError, match="holds no open step"):
        handed(BO, ANN)


def test_a_person_of_one_name_is_not_their_own_successor(worked: str) -> None:
    """Under no name they go by."""
    known(ANN, CY, also=[])
    change_person(ANN, Given(also=["areed"]), TESTER)
    give(worked, "2.4", ANN)
    with pytest.raises(InputError, match="hand over to themselves"):
        handed(ANN, "areed")


def test_nobody_is_given_a_step_while_they_leave(worked: str) -> None:
    """Eight at once: whichever is first, no open step is left with somebody who left."""
    known(ANN, BO)
    steps = ("2.1", "2.3", "2.4", "3.1", "3.2", "3.4", "9.1")
    give(worked, "6.2", ANN)

    def one(step: str) -> str:
        try:
            gone(ANN, to=BO) if step == "leave" else give(worked, step, ANN)
        except StateError:
            return "refused"
        return "done"

    with ThreadPoolExecutor(8) as pool:
        done = dict(zip(("leave", *steps), pool.map(one, ("leave", *steps)), strict=True))
    if done["leave"] == "refused":  # Something was given meanwhile in a transition not yet held.
        gone(ANN, to=BO)
    held = {str(at): str(duty) for at, duty in duties_of(worked, DAY).items()}
    assert set(held.values()) == {BO}
    assert held.keys() == {"6.2", *(step for step in steps if done[step] == "done")}
    assert verify_all()


def test_who_held_a_step_is_told_as_of_a_day(worked: str) -> None:
    """As the log had it at the end of that day: before it was given, nobody did."""
    known(ANN, BO)
    give(worked, "2.4", ANN)
    away(worked, ANN, BO, DAY, DAY)
    written = date.fromisoformat(log_of(worked)[-1]["at"][:10])
    assert str(duties_of(worked, DAY, written)[StepId("2.4")]) == f"{BO} for {ANN}"
    assert duties_of(worked, DAY, date(2020, 1, 1)) == {}
