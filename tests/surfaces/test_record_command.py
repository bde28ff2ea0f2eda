"""`changeover record` and `changeover decide`: what a person types is kept, or refused."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.actor import Actor

if TYPE_CHECKING:
    from tests.conftest import Command
    from tests.surfaces.conftest import Refusal

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"
A_RECORD = "record worked-2027 2.4 --on 2026-05-11 --today 2026-05-11 --by Ann --evidence letter"
A_DECISION = "decide worked-2027 northmere --meeting 2026-06-16 --today 2026-06-16"


@pytest.fixture(autouse=True)
def _worked(home: Path) -> None:
    """The worked example is open in the home of the command."""
    from models.opening import open_transition, read_and_check

    open_transition(read_and_check(EXAMPLE), actor=Actor(name="a tester"))


def test_what_is_recorded_can_be_read_back(changeover: Command) -> None:
    """By whom it was recorded, what was done, by whom, when and on what evidence."""
    answer = changeover.json(A_RECORD)
    entries = changeover.json("log worked-2027")
    assert (answer["step"], answer["entry"]) == ("2.4", len(entries))
    assert (entries[-1]["actor"], entries[-1]["act"]) == ("a tester", "step-recorded")
    data = entries[-1]["data"]
    assert (data["on"], data["by"], data["evidence"]) == ("2026-05-11", "Ann", "letter")
    steps = changeover.json("plan worked-2027 --today 2026-05-11")["steps"]
    assert [each["status"] for each in steps if each["key"] == "2.4"] == ["done"]


def test_a_decision_says_when_it_takes_effect(changeover: Command) -> None:
    """Published on Tuesday 16 June 2026: 17, 18, 19, 22 and 23 June, then Wednesday the 24th."""
    line = f"{A_DECISION} --outcome approved --published 2026-06-16 --presume-earlier"
    answer = changeover.json(line)
    assert (answer["decision"], answer["effective_on"]) == ("in-principle", "2026-06-24")
    assert "17, 18, 19, 22, 23 June" in answer["arithmetic"]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (A_RECORD.replace("2.4", "99.1"), 2, "There is no step '99.1'"),
        (A_RECORD.replace("--on 2026-05-11", "--on 2026-05-12"), 2, "which is still to come"),
        (A_RECORD.replace("--by Ann", "--by ''"), 2, "--by is empty"),
        (A_RECORD.replace("2.4", "1.9"), 4, "still open before it: 1.7 eastholt"),
        (f"{A_DECISION} --outcome approved", 4, "still open before it: 1.7 northmere"),
        (A_RECORD.replace("worked-2027", "worked-2028"), 2, "no transition 'worked-2028'"),
    ],
)
def test_what_cannot_be_recorded_is_refused_by_its_kind(
    changeover: Command, refusal: Refusal, line: str, code: int, said: str
) -> None:
    """Asked for what cannot be: 2. The log forbids it: 4."""
    assert said in refusal(changeover(line), code)


def test_a_second_record_of_a_step_is_forbidden(changeover: Command, refusal: Refusal) -> None:
    """Exit code 4, with the day of the first."""
    assert changeover(A_RECORD).returncode == 0
    assert "recorded as done on Monday 11 May 2026" in refusal(changeover(A_RECORD), 4)


def test_text_that_is_not_utf_8_is_refused_and_not_kept(changeover: Command) -> None:
    """A name typed in another encoding, as some terminals send it."""
    words = [os.fsencode(word) for word in A_RECORD.replace("Ann", "Zo").split()]
    words[words.index(b"Zo")] = b"Zo\xeb"
    from tests.conftest import COMMAND

    answer = subprocess.run(
        [os.fsencode(COMMAND), *words],
        env=changeover.environment(),
        capture_output=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (2, b"")
    assert b"not text in UTF-8" in answer.stderr
    assert not [each for each in changeover.json("log worked-2027") if "Zo" in str(each["data"])]


def test_a_log_that_was_tampered_with_does_not_verify(
    changeover: Command, refusal: Refusal
) -> None:
    """Exit code 4, naming the transition and the entry."""
    import sqlite3

    with sqlite3.connect(changeover.home / "changeover.db") as connection:
        connection.execute("update logentry set actor = 'nobody' where sequence = 3")
    connection.close()
    assert "worked-2027 entry 3: its content was changed" in refusal(changeover("verify"), 4)
