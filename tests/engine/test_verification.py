"""Verification: rows held to the log, heads held to it later, and a check without the product."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from models.database import database, reading, writing
from models.log import GENESIS, Entry, digest_of, entries
from models.recording import record_step
from models.reports import log_of
from models.tables import LogEntry, Transition
from models.verification import heads, keep_heads, verify_all
from rules.errors import BadFile, InputError, LogBroken, UnknownName

Happened = Callable[..., Any]
ROOT = Path(__file__).parent.parent.parent


def execute(*statements: str) -> None:
    """Somebody with access to the database writes to it directly."""
    with database().begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "update stepstate set closed_on = '2026-05-12' where key = '2.4'",
            "entry 18: the row key 2.4 of StepState is not as it left it: "
            "closed_on is 2026-05-12 where the log says 2026-05-11",
        ),
        (
            "update stepstate set status = 'open' where key = '2.4'",
            "entry 18: the row key 2.4 of StepState is not as it left it: "
            "status is open where the log says done",
        ),
        (
            "delete from stepstate where key = '2.4'",
            "entry 18: the row key 2.4 of StepState, which it should have left, is missing",
        ),
        (
            "update evidence set text = 'A better letter' where key = '2.4'",
            "entry 18: the row entry 18 of Evidence is not as it left it: "
            "text is A better letter where the log says A minute",
        ),
        (
            "insert into decision (transition_id, decision, council, meeting_on, note, sequence) "
            "select id, 'in-principle', 'elsewhere', '2026-05-01', '', 3 from transition",
            "worked-2027: no entry made the row decision in-principle, council elsewhere of",
        ),
        (
            "update fact set value = '£2' where name = 'annual_saving'",
            "value is £2 where the log says",
        ),
    ],
    ids=[
        "day edited",
        "state edited",
        "row deleted",
        "evidence edited",
        "row added",
        "fact edited",
    ],
)
def test_a_row_edited_beside_the_log_is_found_with_the_entry_to_blame(
    worked: str, happened: Happened, statement: str, says: str
) -> None:
    """The chain holds, and the row is not what it says."""
    record_step(worked, "2.4", None, happened(date(2026, 5, 11)))
    verify_all()
    execute(statement)
    with pytest.raises(LogBroken) as refusal:
        verify_all()
    assert says in refusal.value.found


def test_a_change_put_into_the_plan_beside_the_log_is_found(worked: str) -> None:
    """Nobody adopted it."""
    with writing(database()) as session:
        transition = session.exec(select(Transition)).one()
        transition.planning = {**transition.planning, "adopted": ["{}"]}
        session.add(transition)
    with pytest.raises(LogBroken, match="the plan holds 1 adopted changes that are not the 0"):
        verify_all()


def rewritten(reference: str) -> None:
    """The whole log is written anew with digests that are right; one actor is another."""
    with writing(database()) as session:
        transition = session.exec(select(Transition)).one()
        previous = GENESIS
        for row in session.exec(select(LogEntry).order_by("sequence")):
            row.actor = "somebody else" if row.sequence == 5 else row.actor
            row.previous = previous
            row.digest = previous = digest_of(reference, row)
            session.add(row)
        transition.log_head = previous
        session.add(transition)


def test_a_log_written_anew_holds_but_no_longer_holds_the_head_kept_before(
    worked: str, happened: Happened, tmp_path: Path
) -> None:
    """Only somebody who kept the head elsewhere can tell; a log that has grown still holds it."""
    kept = tmp_path / "heads.json"
    keep_heads(heads(worked), kept)
    record_step(worked, "2.4", None, happened(date(2026, 5, 11)))
    assert verify_all(kept)[0]["entries"] == 18

    rewritten(worked)
    assert verify_all()[0]["entries"] == 18
    with pytest.raises(LogBroken, match="entry 17: it is not the entry that was the last when"):
        verify_all(kept)


def test_a_head_of_a_transition_that_is_gone_is_told(worked: str, tmp_path: Path) -> None:
    """A transition taken out whole leaves no break in any log."""
    kept = tmp_path / "heads.json"
    found = heads(None)
    keep_heads({**found, "heads": [{**found["heads"][0], "reference": "gone-2025"}]}, kept)
    with pytest.raises(LogBroken, match="gone-2025: the transition is gone"):
        verify_all(kept)


@pytest.mark.parametrize("content", ["", "[]", '{"kind": "x", "at": "", "heads": []}', "{}"])
def test_a_file_without_heads_is_refused(worked: str, tmp_path: Path, content: str) -> None:
    """It is no export of heads."""
    path = tmp_path / "heads.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadFile, match="holds no heads of logs"):
        verify_all(path)


def test_heads_are_never_written_over(worked: str, tmp_path: Path) -> None:
    """A head kept before is what a later log is held to."""
    path = tmp_path / "heads.json"
    keep_heads(heads(None), path)
    with pytest.raises(InputError, match="is there already"):
        keep_heads(heads(None), path)
    with pytest.raises(UnknownName, match="no transition 'nowhere'"):
        heads("nowhere")


def snippet() -> str:
    """The lines of Python in docs/log.md."""
    (found,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/log.md").read_text("utf-8"), re.S)
    return str(found)


def checked(place: Path, reference: str) -> subprocess.CompletedProcess[str]:
    """What the documented check answers to log.json, by a Python without the product."""
    command = [sys.executable, "-I", "-S", "-c", snippet(), reference]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


def test_an_auditor_can_check_a_log_with_the_lines_of_the_documentation(
    worked: str, happened: Happened, tmp_path: Path
) -> None:
    """Python alone recomputes every digest and the head, and finds what was edited."""
    given = happened(date(2026, 5, 11), evidence='A "quoted" letter – £1\n\\')
    record_step(worked, "2.4", None, given)
    path = tmp_path / "log.json"
    log = json.loads(json.dumps(log_of(worked), ensure_ascii=False))
    path.write_text(json.dumps(log, ensure_ascii=False), encoding="utf-8")
    head = verify_all()[0]["head"]
    assert checked(tmp_path, worked).stdout == f"18 entries hold; the head is {head}\n"

    log[4]["actor"] = "somebody else"
    path.write_text(json.dumps(log, ensure_ascii=False), encoding="utf-8")
    assert checked(tmp_path, worked).stderr == "entry 5 does not hold\n"


def test_the_documented_line_of_an_entry_has_the_digest_that_sha256sum_gives(
    worked: str, tmp_path: Path
) -> None:
    """Eleven strings in the order of docs/log.md, as one line without a line feed."""
    with reading(database()) as session:
        second = entries(session, session.exec(select(Transition)).one())[1]
    assert isinstance(second, Entry)
    content = [second.previous, worked, "2", second.at, second.actor, second.act, second.data]
    content += [second.role, second.on_behalf_of, second.reason, "2"]
    line = ", ".join(json.dumps(each, ensure_ascii=False) for each in content)
    (tmp_path / "entry.txt").write_text(f"[{line}]", encoding="utf-8")
    answer = subprocess.run(
        ["sha256sum", "entry.txt"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split()[0] == second.digest
