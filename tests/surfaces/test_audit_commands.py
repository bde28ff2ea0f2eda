"""`log`, `show --as-at`, `correct`, `reopen`, `head` and `verify`, as an auditor types them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.recording import record_step
from tests.engine.prepared import REFERENCE, copied, given, prepared

if TYPE_CHECKING:
    from tests.conftest import Command
    from tests.surfaces.conftest import Refusal

A_RECORD = "record worked-2027 2.4 --on 2026-05-11 --today 2026-05-11 --by Ann --evidence letter"
A_CORRECTION = "correct worked-2027 18 --today 2026-05-12 --on 2026-05-08 --reason 'It was the 8th'"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the worked example, in which Ann has recorded a step."""

    def record() -> None:
        happened = given(date(2026, 5, 11), by="Ann", evidence="letter")
        record_step(REFERENCE, "2.4", None, happened)

    return prepared(tmp_path_factory.mktemp("recorded") / "recorded.db", record)


@pytest.fixture(autouse=True)
def _open(recorded: Path, home: Path) -> None:
    """That is what the home of the command holds."""
    copied(recorded, home)


def test_the_log_says_who_acted_in_which_office_for_whom_and_why(changeover: Command) -> None:
    """A correction by a deputy, in the words of the log and as JSON."""
    deputy = {"CHANGEOVER_ROLE": "Deputy", "CHANGEOVER_ON_BEHALF_OF": "Bea"}
    answer = changeover(A_CORRECTION, **deputy)
    assert answer.stdout == "Log entry 19 corrects 18: on 2026-05-08, not 2026-05-11.\n"
    entry = changeover.json("log worked-2027")[-1]
    assert (entry["role"], entry["on_behalf_of"]) == ("Deputy", "Bea")
    assert (entry["act"], entry["reason"]) == ("corrected", "It was the 8th")
    shown = changeover("log worked-2027").stdout
    for words in (
        "a tester, Deputy,",
        "behalf of Bea",
        "corrected",
        "was on",
        "the 8th",
    ):
        assert words in shown


def test_reopening_is_listed_first_and_done_then(changeover: Command) -> None:
    """A dry run writes nothing and asks for no reason."""
    line = "reopen worked-2027 2.4 --today 2026-05-12"
    assert "Would be open again" in changeover(f"{line} --dry-run").stdout
    found = changeover.json(f"{line} --reason 'Not served'")
    assert [each["step"] for each in found["reopened"]] == ["2.4"]
    steps = changeover.json("plan worked-2027 --today 2026-05-12")["steps"]
    assert [each["status"] for each in steps if each["key"] == "2.4"] == ["ready"]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("reopen worked-2027 2.4", 2, "No reason was given"),
        ("reopen worked-2027 2.4 --reason x --expect 17", 4, "entry 18, step recorded: step 2.4"),
        (f"{A_RECORD.replace('2.4', '1.7')} --council brent --expect 3", 4, "has moved on since"),
        ("show worked-2027 --as-at 2020-01-01", 2, "Nothing was known of worked-2027"),
        ("head", 2, "Whose head?"),
        ("head nowhere", 2, "no transition 'nowhere'"),
        ("verify --against nowhere.json", 2, "holds no heads of logs"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_kind(
    changeover: Command, refusal: Refusal, line: str, code: int, said: str
) -> None:
    """Asked for what cannot be: 2. The log forbids it: 4."""
    assert said in refusal(changeover(line), code)


def test_a_head_is_kept_and_held_to_later(changeover: Command, tmp_path: Path) -> None:
    """A log that has grown still holds it."""
    kept = tmp_path / "heads.json"
    shown = " ".join(changeover(f"head --all --out {kept}").stdout.split())
    assert f"changeover verify --against {kept}" in shown
    assert changeover(A_CORRECTION).returncode == 0
    assert changeover.json(f"verify --against {kept}")[0]["entries"] == 19


def test_a_transition_is_shown_as_at_a_day_with_what_its_dates_rest_on(
    changeover: Command,
) -> None:
    """As at today or later it is what it is now; rules and calendars are named."""
    later = (date.today() + timedelta(days=2)).isoformat()  # noqa: DTZ011
    now = changeover.json(f"show worked-2027 --today {later}")
    then = changeover.json(f"show worked-2027 --as-at {later}")
    assert then["steps"] == now["steps"]
    assert then["as_at"] == later
    assert {"rule": "ATI-01", "in_force_from": "2012-09-10"} in then["rules"]
    assert "ATI-01 (2012-09-10)" in changeover(f"show worked-2027 --as-at {later}").stdout
    assert changeover(f"next worked-2027 --as-at {later}").returncode == 0
