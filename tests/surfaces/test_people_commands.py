"""`person`, `assign`, `stand-in`, `hand-over`, `mine`: as a person types them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.actor import Actor

if TYPE_CHECKING:
    from tests.conftest import Command
    from tests.surfaces.conftest import Refusal

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"
DAY = "--today 2026-05-11"


@pytest.fixture
def worked(home: Path) -> str:
    """The worked example in the home of the command, with two people who are known."""
    from models.opening import open_transition, read_and_check
    from models.people.keeping import Given, add_person

    tester = Actor(name="a tester")
    open_transition(read_and_check(EXAMPLE), actor=tester)
    for name in ("Ann Reed", "Bo Lund"):
        add_person(Given(name=name, roles=["Contract manager"]), tester)
    return "worked-2027"


def test_a_step_is_given_shown_stood_in_for_and_handed_over_with_a_receipt(
    changeover: Command, worked: str, tmp_path: Path
) -> None:
    """From giving to leaving, and Prefect is never loaded."""
    done = changeover(f'assign {worked} 2.4 --to "Ann Reed" {DAY}', PYTHONPROFILEIMPORTTIME="1")
    assert "Step 2.4 (Termination assistance notice served) is Ann Reed's now." in done.stdout
    assert "prefect" not in done.stderr
    days = "--from 2026-05-11 --until 2026-05-13"
    said = changeover(f'stand-in {worked} --for "Ann Reed" --by "Bo Lund" {days} {DAY}').stdout
    assert "from Mon 11 May 2026 until Wed 13 May 2026, both inclusive" in " ".join(said.split())
    assert "Bo Lund for Ann Reed" in " ".join(changeover(f"next {worked} {DAY}").stdout.split())
    assert "Bo Lund for Ann Reed" in changeover(f"show {worked} {DAY}").stdout
    planned = changeover.json(f"plan {worked} {DAY}")["steps"]
    assert [s["deputy"] for s in planned if s["person"] == "Ann Reed"] == ["Bo Lund"]
    assert "for Ann Reed until" in changeover(f'mine "Bo Lund" {DAY}').stdout
    receipt = tmp_path / "receipt.txt"
    line = f'hand-over --from "Ann Reed" --to "Bo Lund" --reason "Leaves" --receipt {receipt} {DAY}'
    assert changeover(f"{line} --dry-run").returncode == 0
    assert not receipt.exists()
    given = changeover.json(line)
    digest = given["transitions"][0]["digest"]
    assert digest in receipt.read_text()
    assert digest in [each["digest"] for each in changeover.json(f"log {worked}")]
    assert changeover.json(f'person leave "Ann Reed" --on 2026-05-11 {DAY}')["receipt"] is None
    assert [each["name"] for each in changeover.json("person list")] == ["Bo Lund"]


def test_what_cannot_be_is_refused_with_what_to_do(
    changeover: Command, worked: str, refusal: Refusal, tmp_path: Path
) -> None:
    """Exit 2 for what was asked wrongly, 4 for what the log forbids."""
    there = tmp_path / "there.txt"
    there.write_text("x")
    hand = 'hand-over --from "Ann Reed" --to "Bo Lund" --reason "Leaves"'
    for line, code, says in (
        (f'assign {worked} 2.4 --to "Nobody"', 2, "Nobody is known as 'Nobody'"),
        (f'stand-in {worked} --for "Ann Reed"', 2, "It was not said who stands in for whom"),
        (f"{hand} --receipt {there}", 2, "The receipt cannot be kept"),
        (hand, 4, "Ann Reed holds no open step"),
        ('person change "Ann Reed"', 2, "Nothing was given"),
        ('person add "ann reed"', 4, "is a name of Ann Reed"),
        ('mine "Nobody"', 2, "Nobody is known"),
        ('person leave "Bo Lund" --on 2026-05-11 --to "bo lund"', 2, "hand over to themselves"),
        (f"person import {there}", 2, "ends in .txt"),
    ):
        assert says in refusal(changeover(line), code)
