"""A transition is planned by the rule files it was opened with, until it adopts newer ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from models.actor import Actor
from models.archive.export import export
from models.archive.importing import import_transition
from models.database import database, reading
from models.deciding import record_decision
from models.recording import record_step
from models.reports import log_of, plan, timetable_of, transitions
from models.rule_sets import rule_set_of, rule_set_on
from models.rule_sets.adopting import adopt, leave_newer, left_because, what_it_changes
from models.standing import stored
from models.tables import KeptRuleSet, Transition
from models.verification import verify_all
from rules.errors import AlreadyRecorded, DatabaseDamaged, InputError, LogBroken, StateError
from rules.rule_set import RuleSet, shipped
from rules.situation import DecisionId, StepId
from tests.engine.rule_sets import LAW, older, planned_by

Happened = Callable[..., Any]
TODAY = date(2026, 5, 11)
TESTER = Actor(name="a tester")
EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def agendas(reference: str) -> dict[date, date | None]:
    """By meeting, the last day for its agenda."""
    timetable = timetable_of(reference, TODAY)
    return {
        dated.deadline.event: dated.limit("legal_limit")
        for planned in timetable
        for dated in planned.dates
        if dated.deadline.rule_id == "ATI-05"
    }


def test_a_transition_is_opened_with_the_set_that_ships(worked: str) -> None:
    """Its log names it, and the database keeps its files, once for all transitions."""
    assert log_of(worked)[0]["data"]["rule_set"] == shipped().digest
    with reading(database()) as session:
        assert stored(session, worked).transition.rule_set == shipped().digest
        [kept] = session.exec(select(KeptRuleSet)).all()
        assert kept.files == shipped().files
    assert not plan(timetable_of(worked, TODAY))["newer_rule_set"]


def test_a_plan_rests_on_the_set_that_the_log_names_not_on_what_ships(worked: str) -> None:
    """Tuesday 16 June 2026 less 5 clear working days is Monday 8 June, less 7 Thursday 4 June."""
    assert agendas(worked)[date(2026, 6, 16)] == date(2026, 6, 8)
    planned_by(worked, older())
    assert agendas(worked)[date(2026, 6, 16)] == date(2026, 6, 4)
    assert plan(timetable_of(worked, TODAY))["newer_rule_set"]
    assert [each["newer_rule_set"] for each in transitions(TODAY)] == [True]


def test_steps_and_decisions_are_recorded_by_the_set_of_the_transition(
    worked: str, happened: Happened
) -> None:
    """A step that only the older programme had can be recorded."""
    path = "programme/13-benefits.toml"
    files = shipped().files
    step = '\n[[step]]\nkey = "13.99"\nname = "Look back"\nowners = ["Board"]\nafter = []\n'
    files = {**files, path: files[path] + step + 'evidence = "A note"\n'}
    planned_by(worked, RuleSet(files))
    assert record_step(worked, "13.99", None, happened(date(2026, 5, 11)))
    record_step(worked, "1.7", "northmere", happened(date(2026, 5, 11)))
    decision = DecisionId("in-principle", "northmere")
    meeting = date(2026, 6, 16)
    taken = record_decision(worked, decision, "approved", happened(meeting), meeting)
    assert taken.effective_on == date(2026, 6, 24)
    assert StepId("13.99") in timetable_of(worked, TODAY).steps


def test_what_a_newer_set_changes_is_shown_and_nothing_is_written(worked: str) -> None:
    """The rule with its old and new amount, and every date of this transition that moves."""
    planned_by(worked, older())
    before = log_of(worked)

    found = what_it_changes(worked, TODAY)

    assert found["newer"]
    [rule] = found["rules"]
    assert (rule["kind"], rule["what"]) == ("rule", "ATI-05 from 2012-09-10")
    assert "7 clear working days" in rule["before"]
    assert "5 clear working days" in rule["after"]
    moved = {(row["before"], row["after"]) for row in found["moved"] if row["rule"] == "ATI-05"}
    assert (date(2026, 6, 4), date(2026, 6, 8)) in moved
    assert log_of(worked) == before
    assert agendas(worked)[date(2026, 6, 16)] == date(2026, 6, 4)


def test_a_newer_set_is_adopted_with_a_reason_and_the_log_says_what_moved(worked: str) -> None:
    """From then on the transition is planned by it, and what it was planned by stays known."""
    planned_by(worked, older())
    adopt(worked, TODAY, "The law was read again", TESTER)
    last = log_of(worked)[-1]
    assert (last["act"], last["reason"]) == ("rule-set-adopted", "The law was read again")
    assert last["data"]["from"] == older().digest
    assert last["data"]["moved"]
    assert agendas(worked)[date(2026, 6, 16)] == date(2026, 6, 8)
    with pytest.raises(AlreadyRecorded, match="by the rule set that ships already"):
        adopt(worked, TODAY, "Once more", TESTER)
    assert verify_all()


def test_a_set_is_not_adopted_without_a_reason(worked: str) -> None:
    """An auditor will ask."""
    planned_by(worked, older())
    with pytest.raises(InputError, match="No reason was given"):
        adopt(worked, TODAY, " ", TESTER)


def test_a_closed_step_that_would_now_be_short_is_shown_and_left(
    worked: str, happened: Happened
) -> None:
    """In time when notice was due 14 clear days before Tuesday 16 June 2026: by Monday 1 June.

    By 28 clear days, Monday 18 May is the last day.
    """
    head, found, tail = shipped().files[LAW].partition('id = "ATI-01"')
    text = f"{head}{found}{tail.replace('days = 28', 'days = 14', 1)}"
    planned_by(worked, RuleSet({**shipped().files, LAW: text}))
    record_step(worked, "1.7", "northmere", happened(date(2026, 5, 25)))

    moved = what_it_changes(worked, date(2026, 5, 25))["moved"]

    short = next(row for row in moved if "short" in row["what"])
    assert (short["step"], short["rule"]) == ("1.7 northmere", "ATI-01")
    assert short["what"] == "done on 2026-05-25: now short under ATI-01"
    assert (short["before"], short["after"]) == (date(2026, 6, 1), date(2026, 5, 18))
    adopt(worked, date(2026, 5, 25), "The law was read again", TESTER)
    steps = timetable_of(worked, date(2026, 5, 25)).steps
    assert steps[StepId("1.7", "northmere")].earliest_on == date(2026, 5, 25)


def test_a_set_without_a_step_that_was_recorded_is_refused(worked: str, happened: Happened) -> None:
    """The record of it would have no place in the plan."""
    path = "programme/13-benefits.toml"
    files = shipped().files
    step = '\n[[step]]\nkey = "13.99"\nname = "Look back"\nowners = ["Board"]\nafter = []\n'
    planned_by(worked, RuleSet({**files, path: files[path] + step + 'evidence = "A note"\n'}))
    record_step(worked, "13.99", None, happened(date(2026, 5, 11)))
    with pytest.raises(StateError, match=r"has no step 13\.99, which is recorded as over"):
        adopt(worked, TODAY, "The law was read again", TESTER)
    assert log_of(worked)[-1]["act"] == "step-recorded"


def test_what_a_transition_was_planned_by_on_an_earlier_day_is_known(worked: str) -> None:
    """The set is asked for by day, as the log of that day names it."""
    planned_by(worked, older())
    today = datetime.now(UTC).date()
    with reading(database()) as session:
        transition = stored(session, worked).transition
        assert rule_set_on(session, transition, today) == older()
        assert rule_set_on(session, transition, today - timedelta(days=1)) == shipped()


def test_a_set_that_was_edited_in_the_database_is_refused(worked: str) -> None:
    """Its files are no longer those of its digest, and nobody plans by them."""
    rules = older(9)
    planned_by(worked, rules)
    with database().begin() as connection:
        held = json.dumps({**rules.files, LAW: ""})
        query = "update keptruleset set files = :held where digest = :digest"
        connection.execute(text(query), {"held": held, "digest": rules.digest})
    with (
        pytest.raises(DatabaseDamaged, match="was changed"),
        reading(database()) as session,
    ):
        rule_set_of(session, rules.digest)


def test_another_set_than_the_log_names_is_found(worked: str) -> None:
    """Whoever edits which rules a transition is planned by is found out by verify."""
    planned_by(worked, older())
    with database().begin() as connection:
        digest = {"digest": shipped().digest}
        connection.execute(text("update transition set rule_set = :digest"), digest)
    with pytest.raises(LogBroken, match="another rule set than the one the log names last"):
        verify_all()


def test_an_export_carries_the_sets_it_was_planned_by(
    worked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken in where that set never shipped, the plan is what it was."""
    planned_by(worked, older())
    steps = timetable_of(worked, TODAY).steps
    export(worked, tmp_path / "x.zip", TODAY)
    place = tmp_path / "elsewhere"
    monkeypatch.setenv("CHANGEOVER_HOME", str(place))
    monkeypatch.setenv("CHANGEOVER_DATABASE_URL", f"sqlite:///{place / 'changeover.db'}")
    import_transition(tmp_path / "x.zip", today=TODAY, actor=TESTER)
    assert timetable_of(worked, TODAY).steps == steps
    with reading(database()) as session:
        held = session.exec(select(Transition)).one()
        assert held.rule_set == older().digest
        assert len(session.exec(select(KeptRuleSet)).all()) == 2


def test_a_set_that_cannot_be_adopted_can_be_left(worked: str, happened: Happened) -> None:
    """The log says why; the transition goes on by its own, and a later set is asked about again."""
    path = "programme/13-benefits.toml"
    files = shipped().files
    step = '\n[[step]]\nkey = "13.99"\nname = "Look back"\nowners = ["Board"]\nafter = []\n'
    own = RuleSet({**files, path: files[path] + step + 'evidence = "A note"\n'})
    planned_by(worked, own)
    record_step(worked, "13.99", None, happened(date(2026, 5, 11)))
    assert leave_newer(worked, "It has no step 13.99", TESTER)["left"]
    last = log_of(worked)[-1]
    assert (last["act"], last["data"]["left"]) == ("rule-set-left", shipped().digest)
    assert left_because(worked) == "It has no step 13.99"
    with pytest.raises(AlreadyRecorded, match="was left already: It has no step"):
        leave_newer(worked, "Once more", TESTER)
    assert timetable_of(worked, TODAY).situation.rule_set == own
    assert verify_all()


def test_nothing_is_left_where_nothing_is_newer(worked: str) -> None:
    """And nothing is written."""
    before = log_of(worked)
    assert not leave_newer(worked, "As before", TESTER)["left"]
    assert log_of(worked) == before
