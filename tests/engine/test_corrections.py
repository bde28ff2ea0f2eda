"""Corrections: a new entry names the old, the rows show what is said now, and both are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from models.actor import Actor
from models.corrections.correcting import correct
from models.corrections.reopening import reopen
from models.database import database, reading
from models.deciding import decide_next
from models.decisions.happenings import publish
from models.recording import record_step
from models.reports import log_of
from models.tables import Decision, Evidence, Fact, StepState
from models.verification import verify_all
from rules.errors import InputError, MovedOn, StateError, StepNotReady, UnknownName

Happened = Callable[..., Any]
COUNCILS = ("northmere", "eastholt", "westbrook")
DAY, NEXT, TODAY = date(2026, 5, 11), date(2026, 5, 12), date(2026, 7, 1)
MEETING = date(2026, 6, 16)


def put_right(reference: str, sequence: int, **given: Any) -> Any:
    """The entry is corrected by a tester, on 1 July 2026."""
    expect, reason = given.pop("expect", None), given.pop("reason", "The letter says so")
    today = given.pop("today", TODAY)
    return correct(
        reference,
        sequence,
        given,
        reason=reason,
        actor=Actor(name="a tester", role="Contract manager"),
        today=today,
        expect=expect,
    )


def one(table: Any, **names: str) -> Any:
    """The row that bears these names."""
    with reading(database()) as session:
        query = select(table)
        for name, value in names.items():
            query = query.where(getattr(table, name) == value)
        return session.exec(query).one()


def test_the_day_of_a_step_is_corrected_and_the_first_entry_stays(
    worked: str, happened: Happened
) -> None:
    """State and evidence show the new words; entry 18 says what it said; the reason is kept."""
    first = record_step(worked, "2.4", None, happened(DAY))
    before = log_of(worked)[first - 1]
    found = put_right(worked, first, on=NEXT, evidence="The letter of 12 May")

    assert (found["entry"], found["chain"]) == (19, [18])
    assert log_of(worked)[first - 1] == before
    written = log_of(worked)[-1]
    assert (written["act"], written["reason"]) == ("corrected", "The letter says so")
    assert written["data"]["was"] == {"on": "2026-05-11", "evidence": "A minute"}
    state, evidence = one(StepState, key="2.4"), one(Evidence, key="2.4")
    assert (state.status, state.closed_on, state.closed_by) == ("done", NEXT, "A manager")
    assert (evidence.text, evidence.happened_on) == ("The letter of 12 May", NEXT)
    verify_all()


def test_correcting_twice_names_the_chain(worked: str, happened: Happened) -> None:
    """Whether the first entry is named or its correction, the next names them both."""
    record_step(worked, "2.4", None, happened(DAY))
    put_right(worked, 18, on=NEXT)
    assert put_right(worked, 18, by="Another manager")["chain"] == [18, 19]
    assert put_right(worked, 19, on=DAY)["chain"] == [18, 19, 20]
    state = one(StepState, key="2.4")
    assert (state.closed_on, state.closed_by) == (DAY, "Another manager")
    verify_all()


def test_a_fact_is_corrected_with_its_source(worked: str) -> None:
    """Its other words stay."""
    entry = next(each for each in log_of(worked) if each["act"] == "fact-recorded")
    number, fact = entry["sequence"], entry["data"]
    put_right(worked, number, value="£2", source="Minute 41")
    row = one(Fact, name=fact["name"], council=fact["council"])
    assert (row.value, row.source, row.standing) == ("£2", "Minute 41", fact["standing"])
    verify_all()


def agreed(reference: str, happened: Happened) -> int:
    """Every council agreed on 16 June, published that day; the number of northmere's entry."""
    for council in COUNCILS:
        record_step(reference, "1.7", council, happened(DAY))
    numbers = []
    for council in COUNCILS:
        decide_next(reference, council, None, "approved", happened(MEETING), MEETING)
        numbers.append(log_of(reference)[-1]["sequence"])
    return numbers[0]


def test_a_later_publication_moves_the_day_of_effect_and_opens_what_was_too_early(
    worked: str, happened: Happened
) -> None:
    """Published on the 18th, not the 16th: 19, 22, 23, 24, 25 June, so effect on the 26th."""
    number = agreed(worked, happened)
    record_step(worked, "1.9", None, happened(date(2026, 6, 24)))
    found = put_right(worked, number, published=date(2026, 6, 18))
    row = one(Decision, council="northmere", decision="in-principle")
    assert (row.published_on, row.effective_on) == (date(2026, 6, 18), date(2026, 6, 26))
    assert found["undone"] == ["1.9"]
    assert one(StepState, key="1.9").status == "open"
    verify_all()


def test_what_was_superseded_is_not_corrected(worked: str, happened: Happened) -> None:
    """A decision that moved on, a step that was opened again: the later entry is named."""
    number = agreed(worked, happened)
    day = happened(date(2026, 6, 17), today=TODAY)
    publish(worked, "northmere", "in-principle", day, "The notice bears the 17th")
    with pytest.raises(StateError, match=r"no longer stands: entry \d+, decision published"):
        put_right(worked, number, published=date(2026, 6, 18))

    record_step(worked, "2.4", None, happened(DAY))
    closed = log_of(worked)[-1]["sequence"]
    reopen(worked, "2.4", None, reason="Not served", actor=Actor(name="a tester"), today=TODAY)
    with pytest.raises(StateError, match=r"no longer stands: entry \d+, step reopened: step 2.4"):
        put_right(worked, closed, on=NEXT)


@pytest.mark.parametrize(
    ("sequence", "given", "kind", "words"),
    [
        (18, {"reason": "  ", "on": NEXT}, InputError, "No reason was given"),
        (18, {}, InputError, "Nothing was given"),
        (18, {"on": DAY}, InputError, "Entry 18 says so already"),
        (18, {"evidence": " "}, InputError, "cannot lose its evidence"),
        (18, {"value": "£1"}, InputError, "has no value"),
        (18, {"on": date(2026, 7, 2)}, InputError, "still to come"),
        (1, {"on": NEXT}, InputError, "transition opened.* which cannot be corrected"),
        (99, {"on": NEXT}, UnknownName, "has no entry 99"),
        (0, {"on": NEXT}, UnknownName, "has no entry 0"),
        (18, {"on": NEXT, "expect": 17}, MovedOn, "step recorded: step 2.4, on 2026-05-11"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_nothing_is_written(
    worked: str,
    happened: Happened,
    sequence: int,
    given: dict[str, Any],
    kind: type[Exception],
    words: str,
) -> None:
    """No reason, nothing new, nothing that the act holds, a day to come, no such entry."""
    record_step(worked, "2.4", None, happened(DAY))
    with pytest.raises(kind, match=words):
        put_right(worked, sequence, **given)
    assert len(log_of(worked)) == 18


def test_a_step_is_not_corrected_to_a_day_before_the_decision_it_needs(
    worked: str, happened: Happened
) -> None:
    """The memorandum cannot have been agreed before Wednesday 24 June 2026."""
    agreed(worked, happened)
    number = record_step(worked, "1.9", None, happened(date(2026, 6, 24)))
    with pytest.raises(StepNotReady, match="takes effect on Wednesday 24 June 2026"):
        put_right(worked, number, on=date(2026, 6, 23))
