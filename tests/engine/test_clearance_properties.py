"""Whatever officers do in whatever order, nothing is cleared by silence or by its author."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from models.actor import Actor
from models.opening import open_transition
from models.papers.clearance import refuse
from models.papers.versions import kept_page
from models.reports import log_of
from models.verification import verify_all
from rules.errors import ChangeoverError
from tests.engine.papers import Life, every_fact, give
from tests.engine.prepared import worked_example

ROLES = ("law", "finance", "democratic-services")
PEOPLE = ("Ann", "Bo", "Cy", "Dee")
_number = count(1)

roles, people = st.sampled_from(ROLES), st.sampled_from(PEOPLE)
#: Mostly one person writes, so that others are left to clear.
writers = st.sampled_from(("Ann", "Ann", "Ann", "Ann", "Bo"))
people_or_asked = st.sampled_from(("", "", *PEOPLE))


class Officers(RuleBasedStateMachine):
    """One paper, and a model of what should be true of it, kept beside it."""

    def __init__(self) -> None:
        super().__init__()
        file = worked_example().model_copy(update={"reference": f"case-{next(_number)}"})
        open_transition(file, actor=Actor(name="a tester"))
        self.life = Life(reference=file.reference)
        every_fact(file.reference, "northmere", report_author="Rae Porter")
        self.number = 0
        self.wards, self.told = "The wards", ""
        self.locked = False
        self.answers: dict[str, tuple[str, str]] = {}
        self.authors = {"Rae Porter"}
        self.pending: list[int] = []
        self.pages: dict[int, str] = {}

    def tries(self, act: Callable[[], Any], *, allowed: bool) -> Any:
        """It is done where it should be; else it is refused, and nothing is written."""
        length = len(log_of(self.life.reference))
        if allowed:
            return act()
        with pytest.raises(ChangeoverError):
            act()
        assert len(log_of(self.life.reference)) == length
        return None

    @property
    def changed(self) -> bool:
        """Whether the fact is otherwise than the last version tells."""
        return self.wards != self.told

    def whoever(self, role: str, who: str) -> str:
        """The person, or whoever was asked where none is named."""
        return who or self.answers.get(role, ("", "Dee"))[1]

    @rule(value=st.integers(1, 3))
    def fact_changes(self, value: int) -> None:
        """A fact that the paper tells is otherwise from now on, or the same again."""
        self.wards = f"{value} wards"
        give(self.life.reference, "wards", self.wards, "northmere")

    @initialize(asked=st.sampled_from((True, True, False)))
    def begin(self, asked: bool) -> None:
        """Mostly with a paper that all are asked about."""
        if asked:
            self.paper_is_written("Ann")
            self.everybody_is_asked()

    @rule(who=writers)
    def paper_is_written(self, who: str) -> None:
        """The same facts are the same version; others are the next, and all are asked again."""
        written = self.life.write(actor=Actor(name=who))
        if written.version > self.number:
            assert self.changed
            self.number, self.locked = written.version, False
            self.authors.add(who)
            self.answers = {role: ("asked", whom) for role, (_, whom) in self.answers.items()}
            self.pages[self.number] = written.digest
        assert written.version == self.number
        self.told = self.wards

    @rule(role=roles, whom=people)
    def officer_is_asked(self, role: str, whom: str) -> None:
        """Not about what is locked, and not its author."""
        allowed = bool(self.number) and not self.locked and whom not in self.authors
        if self.tries(lambda: self.life.ask(role, whom), allowed=allowed):
            self.answers[role] = ("asked", whom)

    @rule()
    def everybody_is_asked(self) -> None:
        """One after another, each role another person."""
        for role, whom in zip(ROLES, PEOPLE[1:], strict=True):
            self.officer_is_asked(role, whom)

    @rule()
    def everybody_clears(self) -> None:
        """One after another, as far as they may."""
        for role in ROLES:
            self.officer_clears(role, "", of_last=True)

    @rule()
    def all_goes_as_it_should(self) -> None:
        """Comments are answered, it is written as its facts stand, all are asked and all clear."""
        self.comments_are_answered("Ann", included=True)
        self.paper_is_written("Ann")
        if not self.locked:
            self.everybody_is_asked()
        self.everybody_clears()

    @rule(role=roles)
    def officer_comments(self, role: str) -> None:
        """Until it is locked."""
        allowed = bool(self.number) and not self.locked
        number = self.tries(lambda: self.life.say(role), allowed=allowed)
        if number:
            self.pending.append(number)

    @rule(who=writers, included=st.booleans())
    def comments_are_answered(self, who: str, included: bool) -> None:
        """Whoever answers is one of its authors from then on."""
        while self.pending:
            self.life.writer = Actor(name=who)
            self.life.answer(
                self.pending.pop(), "included" if included else "not included", "So agreed"
            )
            self.authors.add(who)

    @rule(role=roles, who=people_or_asked)
    def officer_refuses(self, role: str, who: str) -> None:
        """Only who was asked, and has not answered."""
        who = self.whoever(role, who)
        allowed = not self.locked and self.answers.get(role) == ("asked", who)
        life = self.life
        reason = "No budget"
        given = {"today": life.day, "actor": Actor(name=who)}
        if self.tries(
            lambda: refuse(life.reference, life.paper, role, reason, **given), allowed=allowed
        ):
            self.answers[role] = ("refused", who)

    @rule(role=roles, who=people_or_asked, of_last=st.sampled_from((True, True, True, False)))
    def officer_clears(self, role: str, who: str, of_last: bool) -> None:
        """Who was asked, is no author, has read the last version, and it says what is known."""
        who = self.whoever(role, who)
        digest = self.pages.get(self.number if of_last else self.number - 1, "0" * 64)
        allowed = (
            not self.locked
            and self.answers.get(role) == ("asked", who)
            and who not in self.authors
            and digest == self.pages.get(self.number)
            and not self.changed
            and not self.pending
        )
        actor = Actor(name=who)
        found = self.tries(lambda: self.life.clear(role, actor, digest), allowed=allowed)
        if found:
            self.answers[role] = ("cleared", who)
            cleared = {role for role, (state, _) in self.answers.items() if state == "cleared"}
            self.locked = cleared == set(ROLES)
            assert found.locked == self.locked
            assert set(found.waiting) == set(ROLES) - cleared

    @rule(days=st.integers(1, 9))
    def days_pass_in_silence(self, days: int) -> None:
        """However long nobody answers, nobody has cleared anything."""
        if self.life.day + timedelta(days) < date(2026, 6, 1):
            self.life.day += timedelta(days)

    @invariant()
    def paper_stands_as_the_model_says(self) -> None:
        """Its version, who has answered what, whether it is locked."""
        if not self.number:
            return
        status = self.life.status
        assert (status["version"], status["locked"]) == (self.number, self.locked)
        assert {
            row["role"]: (row["state"], row["person"]) for row in status["asked"]
        } == self.answers
        assert bool(status["stale"]) == self.changed
        for number, digest in self.pages.items():
            assert kept_page(self.life.reference, digest)
            assert status["versions"][number - 1]["digest"] == digest

    def teardown(self) -> None:
        """From the log alone: each lock follows a clearance by every role, none by an author."""
        if self.number:
            locked_only_when_cleared(log_of(self.life.reference))


def locked_only_when_cleared(log: list[dict[str, Any]]) -> None:
    """Each lock names a version that every role has cleared since it was last asked."""
    cleared: dict[int, dict[str, str]] = {}
    authors: set[str] = {"Rae Porter"}
    for entry in log:
        data = entry["data"]
        match entry["act"]:
            case "paper-written":
                authors.add(data["made_by"])
            case "comment-decided":
                authors.add(data["decided_by"])
            case "clearance-asked":
                cleared.setdefault(data["number"], {}).pop(data["role"], None)
            case "paper-cleared":
                assert data["answered_by"] not in authors
                cleared.setdefault(data["number"], {})[data["role"]] = data["answered_by"]
            case "paper-refused":
                cleared.setdefault(data["number"], {}).pop(data["role"], None)
            case "paper-locked":
                assert set(cleared[data["number"]]) == set(ROLES), json.dumps(data)
                assert data["files"]["html"] == data["digest"]


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_whatever_officers_do_a_paper_is_cleared_only_by_all_who_must(store: str) -> None:
    """Asked, commented on, cleared, refused, written again as facts change, or met with silence."""
    run_state_machine_as_test(
        Officers,
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    verify_all()
