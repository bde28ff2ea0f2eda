"""Reopening: a closed step is open again, with every closed step that rested on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from models.actor import Actor
from models.corrections.reopening import reopen, would_reopen
from models.database import database, reading
from models.deciding import decide_next
from models.recording import record_step
from models.reports import log_of
from models.standing import situation
from models.stepping import open_gate
from models.tables import Decision, Effect, Evidence
from models.verification import verify_all
from rules.errors import InputError, MovedOn, StateError
from rules.situation import StepId

Happened = Callable[..., Any]
COUNCILS = ("northmere", "eastholt", "westbrook")
TODAY = date(2027, 5, 4)
REASON = "The wrong version was signed"


def opened_again(reference: str, key: str, council: str | None = None, **more: Any) -> Any:
    """A tester reopens a step."""
    given = {"reason": REASON, "actor": Actor(name="a tester"), "today": TODAY, **more}
    return reopen(reference, key, council, **given)


def closed(reference: str) -> set[StepId]:
    """Every instance that is closed."""
    with reading(database()) as session:
        where = situation(session, reference, TODAY)
    return {*where.done, *where.presumed}


def test_what_rested_on_a_step_is_open_again_and_each_says_why(
    worked: str, happened: Happened
) -> None:
    """Nothing but what comes after 8.1 in the breakdown, and all of it that was closed."""
    record_step(worked, "11.1", None, happened(date(2027, 4, 1), presume_earlier=True))
    before = closed(worked)
    length = len(log_of(worked))
    dry = would_reopen(worked, "8.1", None, TODAY)
    assert len(log_of(worked)) == length

    found = opened_again(worked, "8.1")

    opened = [StepId(each["step"], each["council"]) for each in found["reopened"]]
    assert opened[0] == StepId("8.1")
    assert {StepId("1.12", each) for each in COUNCILS} | {StepId("11.1")} <= set(opened)
    assert closed(worked) == before - set(opened)
    with reading(database()) as session:
        where = situation(session, worked, TODAY)
    assert all("8.1" in where.breakdown.before(at.key) for at in opened[1:])
    assert not [at for at in closed(worked) if "8.1" in where.breakdown.before(at.key)]
    assert [row["step"] for row in dry["reopened"]] == [row["step"] for row in found["reopened"]]
    written = log_of(worked)[length:]
    assert {each["act"] for each in written} == {"step-reopened"}
    assert {each["reason"] for each in written} == {REASON}
    assert written[0]["data"]["because"] == ""
    assert {e["data"]["because"] for e in written[1:]} == {"it rested on step 8.1, opened again"}
    verify_all()


def test_a_step_opened_again_can_be_closed_again(worked: str, happened: Happened) -> None:
    """What it was closed on before is kept."""
    record_step(worked, "2.4", None, happened(date(2026, 5, 11)))
    opened_again(worked, "2.4")
    record_step(worked, "2.4", None, happened(date(2026, 5, 13), evidence="The right letter"))
    with reading(database()) as session:
        texts = session.exec(select(Evidence.text).where(Evidence.key == "2.4")).all()
    assert list(texts) == ["A minute", "The right letter"]
    verify_all()


def test_a_decision_stands_and_so_does_what_rests_on_it(worked: str, happened: Happened) -> None:
    """Northmere decided: that its notice is looked at again does not undo the decision."""
    meeting = date(2026, 6, 16)
    for council in COUNCILS:
        record_step(worked, "1.7", council, happened(date(2026, 5, 11)))
    for council in COUNCILS:
        decide_next(worked, council, None, "approved", happened(meeting), meeting)
    record_step(worked, "1.9", None, happened(date(2026, 6, 24)))

    found = opened_again(worked, "1.7", "northmere")

    assert [(each["step"], each["council"]) for each in found["reopened"]] == [("1.7", "northmere")]
    assert found["decisions_standing"] == ["in-principle northmere"]
    assert StepId("1.9") in closed(worked)
    with reading(database()) as session:
        outcomes = session.exec(select(Decision.outcome).where(Decision.outcome != None)).all()  # noqa: E711
    assert outcomes == ["approved"] * 3
    with pytest.raises(InputError, match="closed by a decision, which reopening does not undo"):
        opened_again(worked, "1.8", "northmere")


def test_the_gate_of_a_step_opened_again_closes(worked: str, happened: Happened) -> None:
    """Decisions known by the record of their step alone, as in a file of what went before."""
    day = date(2026, 7, 1)
    record_step(worked, "1.9", None, happened(day, presume_earlier=True))
    from models.database import writing
    from models.log import locked
    from models.projection import write

    with writing(database()) as session:
        for council in COUNCILS:
            data = {"step": "1.8", "council": council, "on": day, "by": "x", "evidence": "file"}
            write(
                session,
                locked(session, worked),
                actor=Actor(name="a tester"),
                act="step-recorded",
                data=data,
            )
    assert open_gate(worked, "1.8", day)

    found = opened_again(worked, "1.8", "eastholt")

    assert found["gates_closed"] == ["1.8"]
    acts = [each["act"] for each in log_of(worked)[-3:]]
    assert acts == ["gate-closed", "step-reopened", "step-reopened"]
    with reading(database()) as session:
        assert not session.exec(select(Effect).where(Effect.key == "gate:1.8")).all()
    assert not open_gate(worked, "1.8", day)
    verify_all()


@pytest.mark.parametrize(
    ("key", "more", "kind", "words"),
    [
        ("2.4", {"reason": " "}, InputError, "No reason was given"),
        ("2.3", {}, StateError, r"Step 2\.3 .* is open"),
        ("2.4", {"expect": 17}, MovedOn, "has moved on since entry 17"),
        ("2.4", {"expect": 19}, InputError, "never had 19 entries"),
    ],
)
def test_what_cannot_be_opened_again_is_refused(
    worked: str,
    happened: Happened,
    key: str,
    more: dict[str, Any],
    kind: type[Exception],
    words: str,
) -> None:
    """Without a reason, while open, or when the log was not as it was seen."""
    record_step(worked, "2.4", None, happened(date(2026, 5, 11)))
    with pytest.raises(kind, match=words):
        opened_again(worked, key, **more)
    assert len(log_of(worked)) == 18
