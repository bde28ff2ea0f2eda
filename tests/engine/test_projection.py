"""The projection: replaying a whole log gives the same state again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from models.actor import Actor
from models.alerts.acknowledging import acknowledge
from models.corrections.correcting import correct
from models.corrections.reopening import reopen
from models.database import database, reading, writing
from models.deciding import record_decision
from models.decisions.happenings import meet_condition, publish, waive
from models.decisions.scrutiny import call_in, refer_back, rehear, release
from models.effects import FileToMake, make_file, note_once
from models.effects.turns import found_doubtful, settle, take_turn
from models.log import locked
from models.no_go.compensating import compensate
from models.no_go.saying import record_go, record_no_go
from models.outbox import Message, drop, post, resolve
from models.papers.clearance import refuse
from models.papers.exemptions import end_exemption, exempt_fact
from models.people.assigning import assign, take_off
from models.people.standing_in import end_stand_in
from models.projection import apply, write
from models.projection.acts import PROJECTED
from models.recording import record_step
from models.reports import log_of
from models.scenarios import adopt_scenario, keep_scenario
from models.stepping import open_gate, open_steps, take_effect
from models.tables import (
    Contract,
    LogEntry,
    Supplier,
    Transition,
)
from models.verification import verify_all
from rules.changes import Slip
from rules.rule_set import shipped
from rules.situation import DecisionId, StepId
from tests.engine.checking import check
from tests.engine.papers import Life, every_fact
from tests.engine.people import ANN, BO, CY, away, handed, known

Happened = Callable[..., Any]
#: What stands outside the log: who leaves which contract.
GIVEN: tuple[type[SQLModel], ...] = (Supplier, Contract, Transition)


#: The SHA-256 of nothing: what an empty register is held to.
OF_NO_ROWS = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def rows(engine: Engine, table: type[SQLModel]) -> list[dict[str, Any]]:
    """Every row of a table without its number, in an order of its own."""
    with reading(engine) as session:
        found = [row.model_dump(exclude={"id"}) for row in session.exec(select(table))]
    return sorted(found, key=repr)


def busy_life(reference: str, happened: Happened, folder: Path) -> None:
    """Every act that changes a row has been written at least once."""
    councils = ("northmere", "eastholt", "westbrook")
    meeting, effective = date(2026, 6, 16), date(2026, 6, 24)
    open_steps(reference, [StepId("2.4"), *(StepId("1.7", each) for each in councils)])
    for council in councils:
        record_step(reference, "1.7", council, happened(date(2026, 5, 11)))
        decision = DecisionId("in-principle", council)
        record_decision(reference, decision, "deferred", happened(date(2026, 4, 14)))
        record_decision(reference, decision, "approved", happened(meeting), meeting)
        assert take_effect(reference, StepId("1.8", council), decision, effective)
    assert open_gate(reference, "1.8", effective)
    record_step(reference, "8.1", None, happened(date(2026, 7, 1), presume_earlier=True))
    record_step(reference, "1.9", None, happened(date(2026, 7, 1), evidence="It turned up: £1"))
    file = FileToMake(key="letter", kind="letter", path=folder / "letter", content=b"x")
    make_file(reference, file)
    file.path.unlink()
    make_file(reference, file)
    note_once(reference, "finding:x", "finding", "finding-noted", {"says": "x"})
    keep_scenario(
        reference, "slower", [Slip(step=StepId("9.2"), working_days=5)], Actor(name="a tester")
    )
    adopt_scenario(
        reference, "slower", "the build is late", Actor(name="a tester"), date(2026, 7, 1)
    )
    messages(reference)
    people(reference)
    alerts(reference)
    put_right(reference, happened)
    papers(reference)
    lives(reference, happened)
    no_go_made_good(reference, happened)
    with writing(database()) as session:
        transition = locked(session, reference)
        meeting = {"decision": "final", "council": "westbrook", "meeting_on": "2026-10-13"}
        write(
            session, transition, actor=Actor(name="a tester"), act="meeting-withdrawn", data=meeting
        )
        fact = {"name": "annual_saving", "council": "", "value": "£1", "source": "a minute"}
        data = {**fact, "url": "", "standing": "recorded"}
        write(session, transition, actor=Actor(name="a tester"), act="fact-recorded", data=data)
        given = {"file": "a.csv", "file_digest": "0", "digest": OF_NO_ROWS, "rows": 0}
        data = {"register": "assets", **given, "added": 0, "changed": 0, "removed": 0}
        write(session, transition, actor=Actor(name="a tester"), act="register-imported", data=data)
        for act in ("rule-set-pinned", "rule-set-adopted"):
            data = {"rule_set": shipped().digest}
            write(session, transition, actor=Actor(name="a tester"), act=act, data=data)
        claim = {"key": "unmade", "kind": "letter", "path": "/x", "digest": "0"}
        for digest in ("0", "1"):
            data = {**claim, "digest": digest}
            write(
                session, transition, actor=Actor(name="changeover"), act="effect-claimed", data=data
            )


def put_right(reference: str, happened: Happened) -> None:
    """A step was closed on another day, a fact is another, and a step was opened again."""
    given = {"reason": "It was wrong", "actor": Actor(name="a tester"), "today": date(2026, 7, 1)}
    found = log_of(reference)
    step = next(e["sequence"] for e in found if e["data"].get("evidence") == "It turned up: £1")
    fact = next(e["sequence"] for e in found if e["act"] == "fact-recorded")
    correct(reference, step, {"by": "Another manager"}, **given)
    correct(reference, fact, {"value": "£3"}, **given)
    reopen(reference, "8.1", None, **given)
    record_step(reference, "8.1", None, happened(date(2026, 7, 1)))


def papers(reference: str) -> None:
    """One paper was commented on, refused, asked of again, and cleared; a fact became exempt."""
    every_fact(reference, "eastholt")
    life = Life(reference=reference, council="eastholt")
    life.write()
    life.ask_all()
    life.answer(life.say("law"))
    officer = Actor(name="Lena Law")
    refuse(reference, life.paper, "law", "No power", today=life.day, actor=officer)
    life.ask("law")
    life.clear_all()
    assert life.status["locked"]
    weighed = {"paragraph": 3, "public_interest": "It would harm the bargain", "said_by": "MO"}
    for name in ("contract_price", "annual_saving"):
        exempt_fact(reference, name, None, **weighed, today=life.day, actor=officer)
    end_exemption(reference, "annual_saving", None, "It was published", officer)


def lives(reference: str, happened: Happened) -> None:
    """One decision was sent back and confirmed; others were published late, let go or waived."""
    today = date(2026, 7, 2)
    late = {day: happened(date(2026, 6, day), today=today) for day in (17, 22, 23, 26, 29, 30)}
    call_in(reference, "northmere", None, late[22])
    refer_back(reference, "northmere", None, late[26])
    rehear(reference, "northmere", None, "confirmed", late[30])
    publish(reference, "eastholt", None, late[17], "The notice bears the 17th")
    call_in(reference, "westbrook", None, late[23])
    release(reference, "westbrook", None, late[29], lapsed=False)
    for council, outcome in (("northmere", "conditional"), ("eastholt", "approved")):
        agreed = happened(date(2026, 10, 1))
        waive(reference, council, "final", agreed, agreed.on, "The notice cannot wait")
        record_decision(
            reference,
            DecisionId("final", council),
            outcome,
            happened(date(2026, 10, 13), presume_earlier=True),
            conditions=["due diligence"] if outcome == "conditional" else [],
        )
    meet_condition(reference, "northmere", None, 1, happened(date(2026, 11, 2)))


def no_go_made_good(reference: str, happened: Happened) -> None:
    """One council said no-go, it was made good, and every council then said go."""
    day = happened(date(2027, 2, 1), presume_earlier=True)
    order = record_no_go(reference, "westbrook", date(2027, 6, 30), "The rehearsal failed", day)
    while waiting := [part for part in order["parts"] if part["status"] == "open"]:
        for part in waiting:
            order = compensate(reference, part["step"], part["party"], day)
    for council in ("northmere", "eastholt", "westbrook"):
        record_go(reference, council, day)


def messages(reference: str) -> None:
    """One message was sent in parts, one failed and was sent after all, one was dropped."""
    tester = Actor(name="a tester")
    with writing(database()) as session:
        for key in ("sent", "failed", "dropped"):
            said = Message(key=key, kind="alert", role="Board", subject="Due", body="The notice.")
            assert post(session, locked(session, reference), said)
    sent = take_turn(reference, "sent", "apprise")
    assert sent
    sent.hand_over()
    sent.part_taken("1-json")
    settle(reference, "sent", "taken")
    failed = take_turn(reference, "failed", "smtp")
    assert failed
    failed.fail("450", again=True)
    again = take_turn(reference, "failed", "smtp")
    assert again
    again.hand_over()
    found_doubtful(reference, "failed", "nobody can tell")
    resolve("failed", "it is in the log of the server", tester, sent=True)
    drop("dropped", "out of date", tester)


def people(reference: str) -> None:
    """Steps were given, given to another, taken off, handed over and left; two stood in."""
    tester, day = Actor(name="a tester"), date(2026, 7, 1)
    given: dict[str, Any] = {"actor": tester, "today": day}
    known(ANN, BO, CY)
    for step in ("2.1", "2.3", "3.1"):
        assign(reference, step, None, ANN, **given)
    assign(reference, "2.1", None, BO, **given, reason="Knows it")
    take_off(reference, "3.1", None, **given, reason="Not theirs")
    away(reference, BO, CY, day, date(2026, 7, 9))
    end_stand_in(reference, BO, day, **given, reason="Back early")
    handed(ANN, BO, on=day)
    with writing(database()) as session:
        data = {"person": BO, "on": day, "steps": ["2.1"]}
        write(session, locked(session, reference), actor=tester, act="person-left", data=data)


def alerts(reference: str) -> None:
    """Some were escalated, one was acknowledged, one took another's place, and some lapsed."""
    first, *_ = check(date(2026, 8, 14))
    acknowledge(reference, [first["sequence"]], Actor(name="a tester"), "it is in hand")
    for day in (date(2026, 9, 16), date(2026, 10, 1), date(2026, 10, 5)):
        check(day)
    with writing(database()) as session:
        transition = locked(session, reference)
        data = {"alert": first["sequence"], "step": first["step"], "council": first["council"]}
        write(session, transition, actor=Actor(name="changeover"), act="alert-lapsed", data=data)


def as_opened(row: SQLModel) -> dict[str, Any]:
    """A row as it stood before anything was adopted into the plan."""
    values = row.model_dump()
    if isinstance(row, Transition):
        values["planning"] = {k: v for k, v in row.planning.items() if k != "adopted"}
    return values


def replayed(tmp_path: Path) -> Engine:
    """A fresh database into which the log was read back, entry by entry."""
    engine = database(f"sqlite:///{tmp_path / 'replayed.db'}")
    with reading(database()) as before, writing(engine) as session:
        for table in GIVEN:
            for row in before.exec(select(table)):
                session.add(table(**as_opened(row)))
            session.flush()
        for entry in before.exec(select(LogEntry).order_by("sequence")):
            apply(session, LogEntry(**entry.model_dump()))
            session.flush()
    return engine


def test_replaying_the_log_gives_the_same_state_again(
    worked: str, happened: Happened, tmp_path: Path
) -> None:
    """Step states, decisions, evidence, facts and effects are what the log says and no more."""
    busy_life(worked, happened, tmp_path)
    engine = replayed(tmp_path)
    for table in PROJECTED:
        expected = rows(database(), table)
        assert expected, f"{table.__name__} has no rows to compare"
        assert rows(engine, table) == expected
    assert verify_all()[0]["reference"] == worked
    (transition,), (again,) = rows(database(), Transition), rows(engine, Transition)
    assert transition["planning"]["adopted"] == again["planning"]["adopted"]


def test_every_act_that_changes_a_row_was_replayed(
    worked: str, happened: Happened, tmp_path: Path
) -> None:
    """The life above leaves out none of them, so a new act cannot escape the test."""
    from models.projection import ACTS

    busy_life(worked, happened, tmp_path)
    assert set(ACTS) <= {each["act"] for each in log_of(worked)}


@pytest.mark.parametrize("act", ["transition-opened", "gate-opened", "finding-noted", "anything"])
def test_an_act_that_changes_no_row_is_only_kept(worked: str, act: str) -> None:
    """An entry of an act nobody projects leaves every row as it was."""
    before = {table: rows(database(), table) for table in PROJECTED}
    with writing(database()) as session:
        write(
            session,
            locked(session, worked),
            actor=Actor(name="a tester"),
            act=act,
            data={"step": "2.4"},
        )
    assert {table: rows(database(), table) for table in PROJECTED} == before
