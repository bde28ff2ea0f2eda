"""The quick look at whether a step may be closed never allows what the whole situation forbids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from models.clearance import is_clear
from models.database import database, reading
from models.deciding import record_decision
from models.happened import Happened as Event
from models.happened import clear_the_way
from models.log import held
from models.recording import record_step
from models.standing import situation, stored
from models.stepping import take_effect
from rules.breakdown import breakdown
from rules.errors import StepNotReady
from rules.situation import DecisionId, Situation, StepId

Happened = Callable[..., Any]
COUNCILS = ("northmere", "eastholt", "westbrook")
MEETING, EFFECTIVE = date(2026, 6, 16), date(2026, 6, 24)


def agreed(reference: str, happened: Happened) -> None:
    """Every council has agreed in principle, and its decision has taken effect."""
    for council in COUNCILS:
        record_step(reference, "1.7", council, happened(date(2026, 5, 11)))
        decision = DecisionId("in-principle", council)
        record_decision(reference, decision, "approved", happened(MEETING), MEETING)
        assert take_effect(reference, StepId("1.8", council), decision, EFFECTIVE)


def refused(session: Session, where: Situation, at: StepId, happened: Event) -> bool:
    """Whether the whole situation forbids closing an instance."""
    try:
        clear_the_way(session, stored(session, where.reference).transition, where, at, happened)
    except StepNotReady:
        return True
    return False


@pytest.mark.parametrize("day", [date(2026, 5, 11), date(2026, 6, 23), EFFECTIVE])
def test_what_looks_clear_is_clear(worked: str, happened: Happened, day: date) -> None:
    """Every instance of every step, before anything and after the councils agreed."""
    cleared = set()
    for agree in (False, True):
        if agree:
            agreed(worked, happened)
        with reading(database()) as session:
            where = situation(session, worked, day)
            transition = held(session, worked)
            connection = session.connection()
            for step in where.breakdown:
                for at in where.instances(step):
                    if is_clear(connection, transition.id, breakdown(), at, day):
                        cleared.add(at)
                        assert at not in where.done
                        assert not refused(session, where, at, happened(day)), at
    assert StepId("2.4") in cleared
    assert (StepId("1.9") in cleared) == (day == EFFECTIVE)


def test_what_is_done_or_not_there_does_not_look_clear(worked: str, happened: Happened) -> None:
    """A step recorded, no part in it, a shared step of one council, no council."""
    record_step(worked, "2.4", None, happened(MEETING))
    with reading(database()) as session:
        transition, connection = held(session, worked), session.connection()
        for at in (StepId("2.4"), StepId("1.7", "southwark"), StepId("2.3", "northmere")):
            assert not is_clear(connection, transition.id, breakdown(), at, MEETING)
        assert not is_clear(connection, transition.id, breakdown(), StepId("1.7"), MEETING)
        assert is_clear(connection, transition.id, breakdown(), StepId("1.7", "northmere"), MEETING)


@contextmanager
def statements_counted() -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    found: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    event.listen(database(), "before_cursor_execute", note)
    yield found
    event.remove(database(), "before_cursor_execute", note)


def test_recording_asks_as_much_of_a_long_log_as_of_a_short_one(
    worked: str, happened: Happened
) -> None:
    """The same statements, whose rows are found by key, whatever was recorded before."""
    with statements_counted() as early:
        record_step(worked, "1.7", "northmere", happened(date(2026, 5, 11)))
    for step in ("1.9", "8.1"):
        record_step(worked, step, None, happened(date(2026, 7, 1), presume_earlier=True))
    with statements_counted() as late:
        record_step(worked, "2.3", None, happened(date(2026, 7, 1)))
    assert len(early) <= 10
    assert len(late) <= len(early)
