"""Papers and four eyes: whoever wrote one neither clears it nor closes the step resting on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models.actor import Actor
from models.people.keeping import Given, change_person
from models.recording import record_step
from models.reports import log_of
from rules.errors import StateError
from tasks.writing import write_paper
from tests.engine.papers import DAY, Life, every_fact
from tests.engine.people import CY, TESTER, away, give, known

Happened = Callable[..., Any]
LENA, WANDA = "Lena Law", "Wanda Writer"


@pytest.fixture
def life(worked: str) -> Life:
    """A paper that Wanda wrote and that Lena is asked to clear; both are known, and Cy."""
    known(LENA, WANDA, CY)
    every_fact(worked, "northmere")
    found = Life(reference=worked)
    found.write()
    found.ask("law")
    return found


def test_an_agreed_stand_in_clears_for_the_officer_and_both_names_are_logged(life: Life) -> None:
    """Cy says nothing of it: the stand-in that was agreed says for whom."""
    with pytest.raises(StateError, match="Lena Law was asked, and Cy Dale is not"):
        life.clear("law", Actor(name=CY))
    away(life.reference, LENA, CY, DAY, DAY)
    life.clear("law", Actor(name=CY))
    entry = next(e for e in reversed(log_of(life.reference)) if e["act"] == "paper-cleared")
    assert (entry["actor"], entry["on_behalf_of"]) == (CY, LENA)


def test_who_stands_in_for_the_author_does_not_clear(life: Life) -> None:
    """Lena takes Wanda's place that day, so her eyes are Wanda's."""
    away(life.reference, WANDA, LENA, DAY, DAY)
    with pytest.raises(StateError, match="Wanda Writer wrote it"):
        life.clear("law", Actor(name=LENA))


def test_the_author_does_not_clear_as_the_officers_stand_in(life: Life) -> None:
    """Agreed or not."""
    away(life.reference, LENA, WANDA, DAY, DAY)
    with pytest.raises(StateError, match="Wanda Writer wrote it"):
        life.clear("law", Actor(name=WANDA))


def test_the_author_does_not_clear_under_another_name(life: Life) -> None:
    """Neither as they sign in nor as they are called since."""
    change_person(WANDA, Given(name="Wanda Moss", also=["wwriter"]), TESTER)
    for name in ("wwriter", "Wanda Moss"):
        with pytest.raises(StateError, match="Nobody clears their own paper"):
            life.clear("law", Actor(name=name, on_behalf_of=LENA))


def test_who_wrote_the_impact_assessment_does_not_sign_it_off(
    worked: str, happened: Happened
) -> None:
    """Wanda wrote it: she neither closes 7.2 nor is given a step she could not close."""
    known(WANDA, CY)
    every_fact(worked)
    write_paper(worked, "dpia", None, None, DAY, Actor(name=WANDA))
    day = date(2026, 7, 1)
    for actor in (Actor(name=WANDA), Actor(name=WANDA, on_behalf_of=CY), Actor(name=CY)):
        given = happened(day, actor=actor, by="The team", presume_earlier=True)
        if actor.name == WANDA:
            with pytest.raises(StateError, match="Wanda Writer wrote the dpia"):
                record_step(worked, "7.2", None, given)
        else:
            record_step(worked, "7.2", None, given)


def test_the_author_of_a_paper_holds_the_work_and_not_its_check(worked: str) -> None:
    """The readiness analysis may be its author's to do (10.1), and go or no-go (10.4) may not."""
    known(WANDA)
    every_fact(worked)
    write_paper(worked, "readiness-gap-analysis", None, None, DAY, Actor(name=WANDA))
    give(worked, "10.1", WANDA)
    with pytest.raises(StateError, match="second pair of eyes"):
        give(worked, "10.4", WANDA)
