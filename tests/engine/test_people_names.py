"""People are known by any of their names, and the log by their names alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models.people.duties import duties_of
from models.people.keeping import Given, add_person, change_person, everybody
from models.people.mine import mine
from models.reports import log_of
from rules.errors import AlreadyRecorded, InputError, StateError, UnknownName
from tests.engine.people import ANN, BO, DAY, TESTER, give, known

Happened = Callable[..., Any]


@pytest.mark.parametrize("name", ["Ann Reed", "ann reed", " ANN  REED", "Ánn Reed", "areed"])
def test_a_person_is_found_by_any_of_their_names(worked: str, name: str) -> None:
    """Whatever its case, accents and spaces; and by how they sign in."""
    known(ANN, also=["areed"])
    assert give(worked, "2.4", name)["person"] == ANN


def test_a_name_that_nobody_has_is_answered_with_those_that_are_near(worked: str) -> None:
    """Nothing was written."""
    known(ANN, BO)
    with pytest.raises(UnknownName, match="Ann Reed"):
        give(worked, "2.4", "Ann Read")
    assert duties_of(worked, DAY) == {}


@pytest.mark.parametrize("name", ["ANN REED", "areed"])
def test_no_two_people_go_by_one_name(store: str, name: str) -> None:
    """Neither as a name nor as a way to sign in."""
    known(ANN, also=["areed"])
    with pytest.raises(AlreadyRecorded, match="is a name of Ann Reed"):
        known(name)


@pytest.mark.parametrize(
    "given",
    [
        Given(name=" "),
        Given(name="..."),
        Given(name="Ann\nReed"),
        Given(name="A" * 121),
        Given(name=ANN, email="no address"),
        Given(name=ANN, email="Ann <ann@northmere.example>"),
        Given(name=ANN, council="North Mere"),
        Given(name=ANN, manager="Nobody"),
        Given(name=ANN, manager="ann reed"),
    ],
)
def test_what_cannot_be_of_a_person_is_refused(store: str, given: Given) -> None:
    """And nobody is added."""
    with pytest.raises(InputError):
        add_person(given, TESTER)
    assert everybody() == []


def test_a_person_who_is_called_something_else_is_the_same_person(worked: str) -> None:
    """Steps given under the old name are theirs under the new, which the old one still finds."""
    known(ANN)
    give(worked, "2.4", ANN)
    changed = change_person(ANN, Given(name="Ann Oduya", roles=["Contract manager"]), TESTER)
    assert (changed["name"], changed["also"]) == ("Ann Oduya", [ANN])
    assert [each["step"] for each in mine(ANN, DAY)["steps"]] == ["2.4"]
    assert mine("Ann Oduya", DAY)["person"] == "Ann Oduya"


def test_a_way_to_sign_in_that_was_another_persons_is_taken_away(worked: str) -> None:
    """A name under which a log gives somebody steps stays, or the log would name nobody."""
    known(ANN, also=["blund"])
    change_person(ANN, Given(no_name=["BLUND"]), TESTER)
    known(BO, also=["blund"])
    assert give(worked, "2.4", "blund")["person"] == BO
    change_person(BO, Given(name="Bo Holm"), TESTER)
    with pytest.raises(StateError, match="A log gives steps to Bo Lund"):
        change_person("Bo Holm", Given(no_name=[BO]), TESTER)
    with pytest.raises(InputError, match="none of the other names"):
        change_person(ANN, Given(no_name=["areed"]), TESTER)


def test_the_log_holds_names_and_nothing_else_of_a_person(worked: str) -> None:
    """Neither addresses nor managers nor ways to sign in."""
    known(BO)
    known(ANN, email="secret@northmere.example", manager=BO, also=["areed"])
    give(worked, "2.4", "areed")
    told = str(log_of(worked))
    assert ANN in told
    assert not any(each in told for each in ("secret@", "areed", BO))
