"""`upgrade`: what newer rules change for a running transition, and adopting them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.prepared import REFERENCE, copied, prepared
from tests.engine.rule_sets import older, planned_by

if TYPE_CHECKING:
    from tests.conftest import Command
    from tests.surfaces.conftest import Refusal

DAY = "--today 2026-05-11"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the worked example, planned by an older rule set."""
    place = tmp_path_factory.mktemp("opened")
    return prepared(place / "older.db", lambda: planned_by(REFERENCE, older()))


@pytest.fixture(autouse=True)
def _open(opened: Path, home: Path) -> None:
    """That is what the home of the command holds."""
    copied(opened, home)


def test_newer_rules_are_told_shown_and_adopted(changeover: Command) -> None:
    """An agenda was due 7 clear days before the meeting, and is due 5 before it from then on."""
    told = " ".join(changeover(f"list {DAY}").stdout.split())
    assert f"Newer rules have come for {REFERENCE}: see changeover upgrade" in told
    shown = changeover(f"upgrade {REFERENCE} --dry-run {DAY}").stdout
    for words in ("would adopt", "ATI-05 from 2012-09-10", "Thu 4 Jun 2026", "Mon 8 Jun 2026"):
        assert words in shown
    adopted = changeover.json(f"upgrade --all --reason 'Read again' {DAY}")
    assert [(each["reference"], each["adopted"]) for each in adopted] == [(REFERENCE, True)]
    again = changeover(f"upgrade {REFERENCE} {DAY}")
    assert again.stdout == f"{REFERENCE} is planned by the rule set of this release already.\n"
    last = changeover.json(f"log {REFERENCE}")[-1]
    assert (last["act"], last["reason"]) == ("rule-set-adopted", "Read again")


def test_newer_rules_are_left_with_a_reason(changeover: Command, refusal: Refusal) -> None:
    """Nothing moves, the log says why, and the list asks no more."""
    before = changeover.json(f"plan {REFERENCE} {DAY}")["diary"]
    line = f"upgrade {REFERENCE} --leave --reason 'Counsel reads it as before' {DAY}"
    assert (
        f"{REFERENCE} goes on by {older().digest[:12]}, and the log says why."
        in changeover(line).stdout
    )
    assert changeover.json(f"plan {REFERENCE} {DAY}")["diary"] == before
    assert "Newer rules have come" not in changeover(f"list {DAY}").stdout
    shown = " ".join(changeover(f"show {REFERENCE} {DAY}").stdout.split())
    assert "newer ones, left: Counsel reads it as before." in shown
    assert "was left already: Counsel reads it as before" in refusal(changeover(line), 4)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("upgrade", "Name one transition, or --all."),
        (f"upgrade {REFERENCE} --leave --dry-run {DAY}", "--leave changes no date."),
        (f"upgrade --all {DAY}", "No reason was given."),
        (f"upgrade nowhere --dry-run {DAY}", "no transition 'nowhere'"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    changeover: Command, refusal: Refusal, line: str, said: str
) -> None:
    """With exit code 2, and nothing is adopted."""
    assert said in refusal(changeover(line), 2)
