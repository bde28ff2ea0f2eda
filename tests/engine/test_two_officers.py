"""Two officers close one step at once: one does, and the other is told what happened."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from models.actor import Actor
from models.recording import record_step
from models.reports import log_of
from models.verification import verify_all
from rules.errors import AlreadyRecorded, InputError, MovedOn, StateError

if TYPE_CHECKING:
    from tests.conftest import Command

Happened = Callable[..., Any]
DAY = date(2026, 5, 11)
OFFICERS = 8


def test_of_eight_officers_who_close_one_step_at_once_one_does(
    worked: str, happened: Happened
) -> None:
    """The seven others are told who closed it, when, and on which evidence."""
    start = threading.Barrier(OFFICERS)
    won: list[str] = []
    told: list[str] = []

    def close(name: str) -> None:
        given = happened(
            DAY, by=name, evidence=f"letter of {name}", actor=Actor(name=name, role="Officer")
        )
        start.wait()
        try:
            record_step(worked, "2.4", None, given)
        except StateError as error:
            told.append(error.found)
        else:
            won.append(name)

    threads = [threading.Thread(target=close, args=(f"Ann {n}",)) for n in range(OFFICERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (winner,) = won
    assert len(told) == OFFICERS - 1
    for words in told:
        assert "recorded as done on Monday 11 May 2026" in words
        assert f"by {winner}, evidence letter of {winner} ({winner}, Officer, " in words
    assert verify_all()[0]["entries"] == 18


def test_of_two_processes_that_close_one_step_at_once_one_does(
    changeover: Command, worked: str, store: str
) -> None:
    """The same from the command line, in either kind of database: exit code 4 and who did it."""
    line = [
        *("record", worked, "2.4", "--on", "2026-05-11", "--today", "2026-05-11"),
        *("--evidence", "letter", "--by"),
    ]
    from tests.conftest import COMMAND

    both = [
        subprocess.Popen(
            [COMMAND, *line, name],
            env=changeover.environment(CHANGEOVER_DATABASE_URL=store, CHANGEOVER_ACTOR=name),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("Ann", "Ben")
    ]
    answers = [(process.communicate(), process.returncode) for process in both]
    assert sorted(code for _, code in answers) == [0, 4]
    winner = "Ann" if answers[0][1] == 0 else "Ben"
    refusal = next(err for (_, err), code in answers if code == 4)
    assert f"by {winner}, evidence letter ({winner}, " in refusal
    assert [each["actor"] for each in log_of(worked)[17:]] == [winner]


def test_whoever_expected_a_shorter_log_is_told_what_happened_since(
    worked: str, happened: Happened
) -> None:
    """Ben saw 17 entries; Ann has since closed another step."""
    ann = Actor(name="Ann", role="Contract manager", on_behalf_of="Cat")
    record_step(worked, "1.7", "northmere", happened(DAY, actor=ann))
    with pytest.raises(MovedOn) as refusal:
        record_step(worked, "2.4", None, happened(DAY), expect=17)
    assert "entry 18, step recorded: step 1.7, council northmere, on 2026-05-11" in str(
        refusal.value
    )
    assert "(Ann, Contract manager, on behalf of Cat, " in str(refusal.value)
    assert "add --expect 18" in refusal.value.remedy
    assert record_step(worked, "2.4", None, happened(DAY), expect=18) == 19


@pytest.mark.parametrize("expected", [-1, 18, 99])
def test_a_length_that_the_log_never_had_is_refused(
    worked: str, happened: Happened, expected: int
) -> None:
    """A number typed wrong is no race."""
    with pytest.raises(InputError, match=f"never had {expected} entries: it has 17"):
        record_step(worked, "2.4", None, happened(DAY), expect=expected)


def test_a_step_closed_by_a_correction_tells_the_corrected_words(
    worked: str, happened: Happened
) -> None:
    """What stands now, not what was first said."""
    from models.corrections.correcting import correct

    record_step(worked, "2.4", None, happened(DAY))
    given = {"on": date(2026, 5, 8), "evidence": "Proof of service"}
    correct(worked, 18, given, reason="It was earlier", actor=Actor(name="Bea"), today=DAY)
    with pytest.raises(AlreadyRecorded, match=r"on Friday 8 May 2026.*evidence Proof of service"):
        record_step(worked, "2.4", None, happened(DAY))
