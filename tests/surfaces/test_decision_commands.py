"""`decision`, `go`, `no-go` and `compensate` as a person types them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.actor import Actor
from models.happened import Happened
from models.opening import open_transition, read_and_check
from models.recording import record_step

if TYPE_CHECKING:
    from tests.conftest import Command

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
TODAY = "--today 2026-06-25"


@pytest.fixture
def worked(home: Path, changeover: Command) -> Command:
    """The command, where the worked example is open and one council's notice is published."""
    actor = Actor(name="a tester")
    open_transition(read_and_check(EXAMPLES / "worked-2027.toml"), actor=actor)
    day = date(2026, 5, 11)
    notice = Happened(on=day, by="x", evidence="y", actor=actor, today=day)
    record_step("worked-2027", "1.7", "northmere", notice)
    return changeover


def test_a_decision_is_followed_from_the_meeting_to_its_effect(worked: Command) -> None:
    """Conditional, published, called in, let go, its condition met: each answer says so."""
    decided = worked(
        "decide worked-2027 northmere --meeting 2026-06-16 --outcome conditional"
        f" --condition 'due diligence' {TODAY}"
    )
    assert "subject to 1 condition not yet met: 1. due diligence" in _plain(decided.stdout)
    for said, told in (
        ("publish worked-2027 northmere --on 2026-06-17", "published."),
        ("call-in worked-2027 northmere --on 2026-06-24 --by Members", "until"),
    ):
        answer = worked(f"decision {said} {TODAY}")
        assert answer.returncode == 0, answer.stderr
        assert told in answer.stdout or "Wednesday 8 July 2026" in _plain(answer.stdout)
    late = worked(
        "decision call-in worked-2027 northmere --on 2026-06-25 --by X --today 2026-06-25"
    )
    assert late.returncode == 4
    said = "decision scrutiny worked-2027 northmere --on 2026-06-29 --outcome released"
    assert worked(f"{said} --today 2026-06-29").returncode == 0
    said = "decision condition worked-2027 northmere 1 --on 2026-07-06 --by FD --evidence Report"
    met = worked.json(f"{said} --today 2026-07-06")
    assert met["effective_on"] == "2026-07-06"
    shown = worked("decision show worked-2027 --council northmere --today 2026-07-06")
    assert "in-effect" in shown.stdout
    assert "met on 6 July 2026: Report" in _plain(shown.stdout)
    assert "it waits for eastholt, westbrook (CALL-08)" in _plain(shown.stdout)


def test_to_note_is_said_to_be_no_decision(worked: Command) -> None:
    """The answer tells what it means, and the step stays open."""
    said = f"decide worked-2027 northmere --meeting 2026-06-16 --outcome noted {TODAY}"
    assert "To note is not to decide" in _plain(worked(said).stdout)


def test_a_no_go_is_tried_kept_and_shown(worked: Command) -> None:
    """The dry run keeps nothing; the order then opens with the extension."""
    said = "no-go worked-2027 --council westbrook --until 2027-06-30 --reason Rehearsal"
    tried = worked(f"{said} --dry-run --today 2027-02-01")
    assert "Nothing was kept" in tried.stdout
    assert worked("compensate worked-2027").returncode == 4
    kept = worked(f"{said} --today 2027-02-01")
    assert "the transfer is then on Thursday 1 July 2027" in _plain(kept.stdout)
    done = worked.json(
        "compensate worked-2027 extension --by CM --evidence Served --today 2027-02-02"
    )
    assert [part["status"] for part in done["parts"]][:3] == ["closed", "open", "open"]
    assert worked("go worked-2027 --council northmere --today 2027-02-02").returncode == 4


def _plain(text: str) -> str:
    """Text as it was before the terminal wrapped it."""
    return " ".join(text.split())
