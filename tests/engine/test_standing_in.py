"""One person does the steps of another on some days, and both names are logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models.corrections.reopening import reopen
from models.deciding import record_decision
from models.people.mine import mine
from models.people.standing_in import end_stand_in, stand_in, stand_ins_of
from models.recording import record_step
from models.reports import log_of
from rules.errors import (
    InputError,
    StateError,
)
from rules.situation import DecisionId
from tests.engine.people import ANN, BO, CY, DAY, TESTER, as_, away, give, known, last

Happened = Callable[..., Any]


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
