"""Opening: a transition is kept whole, once, as its file says, and can then be planned."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import func, select

from models.actor import Actor
from models.database import database, reading
from models.opening import open_transition, read_and_check
from models.reports import log_of, plan, timetable_of
from models.standing import situation
from models.tables import LogEntry, StepState, Transition
from rules.errors import AlreadyRecorded, BadFile, UnknownName

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"
#: How many facts the example gives: one table in its file for each.
FACTS = EXAMPLE.read_text(encoding="utf-8").count("\n[[fact]]\n")
TransitionFile = Callable[..., Path]


def opened(path: Path) -> bool:
    """Whether the transition of that file was opened now."""
    return open_transition(read_and_check(path), actor=Actor(name="a tester"))


def test_a_transition_is_opened_once(store: str, a_transition: TransitionFile) -> None:
    """The same file again changes nothing."""
    path = a_transition()
    assert opened(path)
    before = log_of("a-transition")
    assert not opened(path)
    assert log_of("a-transition") == before


def test_of_several_who_open_a_transition_at_once_one_opens_it(store: str) -> None:
    """The others find it opened."""
    file = read_and_check(EXAMPLE)
    database()
    start = Barrier(4)

    def run(_: int) -> bool:
        start.wait()
        return open_transition(file, actor=Actor(name="a tester"))

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(run, range(4))) == [False, False, False, True]
    assert len(log_of("worked-2027")) == 1 + FACTS + 6 + 6


def test_a_reference_that_is_taken_is_refused(store: str, a_transition: TransitionFile) -> None:
    """Another transition needs another reference."""
    opened(a_transition())
    other = a_transition({"A council leaves a contract": "Another council leaves another"})
    with pytest.raises(AlreadyRecorded, match="'a-transition' was opened as 'A council leaves"):
        opened(other)


def test_the_same_reference_with_another_expiry_is_refused_and_changes_nothing(
    store: str, a_transition: TransitionFile
) -> None:
    """A changed contract is adopted with a reason, never slipped in by opening a file again."""
    opened(a_transition())
    longer = a_transition({"2027-03-31": "2027-04-30", "2027-04-01": "2027-05-01"})
    with pytest.raises(AlreadyRecorded):
        opened(longer)
    with reading(database()) as session:
        assert situation(session, "a-transition", date(2026, 9, 1)).expiry_on == date(2027, 3, 31)


def test_opening_writes_what_is_known_into_the_log(store: str) -> None:
    """The transition, its facts, its meetings and what was done before, in that order."""
    opened(EXAMPLE)
    kinds = [each["act"] for each in log_of("worked-2027")]
    assert kinds == [
        "transition-opened",
        *["fact-recorded"] * FACTS,
        *["meeting-chosen"] * 6,
        *["step-recorded"] * 6,
    ]
    assert {each["actor"] for each in log_of("worked-2027")} == {"a tester"}


def test_steps_done_before_are_done_for_every_council(
    store: str, a_transition: TransitionFile
) -> None:
    """A step that each council has is closed for each of them."""
    more = """
        [[done]]
        steps = ["1.4", "1.7"]
        on = 2026-08-03
        by = "Democratic services"
        evidence = "Notices on file"
    """
    opened(a_transition(more=more))
    with reading(database()) as session:
        states = session.exec(select(StepState).order_by("key", "council")).all()
    assert [(state.key, state.council, state.status) for state in states] == [
        ("1.4", "", "done"),
        ("1.7", "brent", "done"),
        ("1.7", "southwark", "done"),
    ]


def test_a_councils_own_closed_days_lengthen_its_counts(
    store: str, a_transition: TransitionFile
) -> None:
    """Five clear days before Tuesday 13 October 2026 begin on Monday the 5th; with Wednesday the
    7th closed they begin on Friday the 2nd. What its shipped policy fixes stays as it is."""
    closed = """
        [[council.closed]]
        on = 2026-10-07
        name = "Town hall closed"
    """
    chosen = """
        [[chosen]]
        decision = "in-principle"
        council = "southwark"
        meeting_on = 2026-10-13
    """
    here = 'role = "leaving"\nbody = "Cabinet"\n'
    opened(a_transition({here: here + closed}, more=chosen))

    found = plan(timetable_of("a-transition", date(2026, 9, 1)))
    agenda = next(
        deadline["legal_limit"]
        for step in found["steps"]
        if (step["key"], step["council"]) == ("1.8", "southwark")
        for deadline in step["deadlines"]
        if deadline["rule"] == "ATI-05"
    )
    assert agenda == date(2026, 10, 2)
    with reading(database()) as session:
        policy = situation(session, "a-transition", date(2026, 9, 1)).party("southwark").policy
    assert policy.manner("call_in.takes_effect", "") == "next-day"


@pytest.mark.parametrize(
    ("changes", "more", "says"),
    [
        ({}, '[durations]\n"1.10" = 900\n', "run past the calendar 'england-and-wales'"),
        ({}, '[durations]\n"10.4" = 9000\n', "run before the calendar 'england-and-wales'"),
    ],
)
def test_what_no_timetable_can_be_drawn_up_for_is_not_kept(
    store: str, a_transition: TransitionFile, changes: dict[str, str], more: str, says: str
) -> None:
    """It would stand in the way of every list and every check."""
    with pytest.raises(BadFile, match=says) as refusal:
        opened(a_transition(changes, more))
    assert "a-transition: no timetable can be drawn up" in str(refusal.value)
    with reading(database()) as session:
        for table in (Transition, LogEntry):
            assert session.exec(select(func.count()).select_from(table)).one() == 0


def test_a_contract_that_ends_as_the_calendar_does_is_opened_and_says_what_it_cannot_date(
    store: str, a_transition: TransitionFile
) -> None:
    """Expiry Thursday 28 December 2028: what would fall in 2029 is a gap, the rest is dated."""
    opened(a_transition({"2027-03-31": "2028-12-28", "2027-04-01": "2028-12-29"}))
    found = plan(timetable_of("a-transition", date(2026, 9, 1)))
    assert found["expiry_on"] == date(2028, 12, 28)
    gaps = [each["says"] for each in found["findings"] if each["kind"] == "gap"]
    assert any("not worked out" in says for says in gaps)


def test_a_plan_that_is_not_kept_follows_its_file(home: Path, a_transition: TransitionFile) -> None:
    """Planned again after a change, in the same process, it shows the change."""

    def expiry(path: Path) -> Any:
        return plan(timetable_of(str(path), date(2026, 9, 1)))["expiry_on"]

    assert expiry(a_transition()) == date(2027, 3, 31)
    later = {"expiry_on = 2027-03-31": "expiry_on = 2027-03-30"}
    assert expiry(a_transition(later)) == date(2027, 3, 30)
    with pytest.raises(UnknownName):
        timetable_of("a-transition", date(2026, 9, 1))
