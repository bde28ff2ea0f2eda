"""`register`: import, look, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.actor import Actor

if TYPE_CHECKING:
    from tests.conftest import Command
    from tests.surfaces.conftest import Refusal

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
REGISTERS = ("assets", "licences", "contracts", "posts")


@pytest.fixture
def worked(home: Path) -> str:
    """The worked example, opened in the home of the command."""
    from models.opening import open_transition, read_and_check

    file = read_and_check(EXAMPLES / "worked-2027.toml")
    open_transition(file, actor=Actor(name="a tester"))
    return file.reference


@pytest.mark.parametrize("name", REGISTERS)
def test_the_example_registers_go_in_and_come_out_again(
    changeover: Command, worked: str, tmp_path: Path, name: str
):
    """Import, look, export, import again: unchanged, and Prefect is never loaded."""
    line = f"register {worked} {name}"
    done = changeover.json(f"{line} --from {EXAMPLES}/worked-2027-{name}.csv")
    assert done["entry"]
    assert done["unknown_columns"] == []
    path = tmp_path / f"{name}.xlsx"
    answer = changeover(f"{line} --export {path}", PYTHONPROFILEIMPORTTIME="1")
    assert answer.returncode == 0
    assert "prefect" not in answer.stderr
    assert changeover.json(f"{line} --from {path}")["entry"] is None
    found = changeover.json(f"{line} --today 2026-11-25")
    assert found["figures"]["rows"] == len(found["rows"]) == done["rows"]


def test_the_last_days_for_notice_are_listed_earliest_first(changeover: Command, worked: str):
    """Mobile telephony: 31 March 2027 less 3 months is 31 December 2026."""
    line = f"register {worked} contracts"
    changeover(f"{line} --from {EXAMPLES}/worked-2027-contracts.csv")
    days = changeover.json(f"{line} --today 2026-11-25")["days"]
    assert [day["day"] for day in days] == sorted(day["day"] for day in days)
    assert days[0]["row"] == "Mobile telephony, Example Mobile Limited"
    assert days[0]["day"] == "2026-12-31"
    assert "Thursday 31 December 2026" in days[0]["arithmetic"]


def test_a_register_that_was_never_imported_says_so(changeover: Command, worked: str):
    """And how to import one."""
    answer = changeover(f"register {worked} risks --today 2026-11-25")
    assert answer.returncode == 0
    assert "none imported yet" in answer.stdout


@pytest.mark.parametrize(
    "more",
    [
        "things",
        "assets --dry-run",
        "assets --from a.csv --export b.csv",
        "assets --from nowhere.csv",
        "assets --export here.pdf",
    ],
)
def test_what_cannot_be_is_refused(changeover: Command, worked: str, refusal: Refusal, more: str):
    """Exit code 2, with what to do."""
    refusal(changeover(f"register {worked} {more}"), 2)


def test_every_bad_row_is_told_and_nothing_is_kept(
    changeover: Command, worked: str, refusal: Refusal, tmp_path: Path
):
    """The rows are numbered as the spreadsheet numbers them."""
    path = tmp_path / "assets.csv"
    path.write_text("Asset ID,Description,NBV\nA1,x,1\nA2,y,z\nA3,,1\n")
    said = refusal(changeover(f"register {worked} assets --from {path}"), 2)
    assert "2 bad rows" in said
    assert "row 3" in said
    assert "row 4" in said
    assert changeover.json(f"register {worked} assets --today 2026-11-25")["file"] is None
