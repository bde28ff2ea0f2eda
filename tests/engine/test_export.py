"""Exports: one transition as a file that anybody can check, and that opens whole elsewhere."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from models.archive.export import export
from models.archive.given import BESIDE
from models.archive.state import state_tables
from models.database import database, writing
from models.log import locked
from models.projection import write
from models.reports import timetable_of
from models.tables import KeptPage, StepState, plain
from models.verification import verify_all
from rules.errors import InputError, LogBroken
from tests.engine.exporting import TESTER, TODAY, member, taken_in
from tests.engine.test_projection import PROJECTED, rows


def table(path: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(member(path, name).decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_export_taken_in_elsewhere_is_exported_again_byte_for_byte(
    lived: str, tmp_path: Path, elsewhere: Callable[[str], Path], kind: str
) -> None:
    """Log, state, plan, papers and all: from either kind of database into either."""
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    export(lived, first, TODAY)
    state = {each: rows(database(), each) for each in PROJECTED}
    plan = timetable_of(lived, TODAY).steps
    (tmp_path / "out.html").rename(tmp_path / "moved.html")

    place = elsewhere(kind)
    told = taken_in(first)

    assert told["reference"] == lived
    assert told["left_in_the_zip"] == [name for name in members(first) if "elsewhere" in name]
    assert {each: rows(database(), each) for each in PROJECTED} == state
    assert timetable_of(lived, TODAY).steps == plan
    assert verify_all()[0]["head"] == told["log"]["head"]
    assert (place / "papers" / lived / "letter").read_bytes() == b"x"
    (tmp_path / "moved.html").rename(tmp_path / "out.html")
    export(lived, second, TODAY)
    assert second.read_bytes() == first.read_bytes()


def members(path: Path) -> list[str]:
    with ZipFile(path) as file:
        return file.namelist()


def test_an_export_is_checked_without_the_product(lived: str, tmp_path: Path) -> None:
    """The lines of its README, run by a bare Python in the unpacked folder."""
    about = export(lived, tmp_path / "x.zip", TODAY)
    with ZipFile(tmp_path / "x.zip") as file:
        file.extractall(tmp_path / "unpacked")
    readme = (tmp_path / "unpacked" / "README.txt").read_text("utf-8")
    script = readme[readme.index("import hashlib") : readme.index("How to take it into")]

    def check() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-c", script]
        return subprocess.run(
            command, cwd=tmp_path / "unpacked", capture_output=True, text=True, check=False
        )

    assert about["log"]["head"] in check().stdout
    log = tmp_path / "unpacked" / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"It turned up", b"It was found"))
    assert "log.jsonl is not what was sealed" in check().stderr


def test_every_table_of_a_transition_is_in_its_export(lived: str, tmp_path: Path) -> None:
    """A table that is added finds its way in by itself; what is in it is what is held."""
    export(lived, tmp_path / "x.zip", TODAY)
    shown = {name for name in members(tmp_path / "x.zip") if name.endswith(".csv")}
    assert len(shown) == len(state_tables()) + 3
    steps = table(tmp_path / "x.zip", "steps.csv")
    assert len(steps) == len(rows(database(), StepState))
    assert [row["key"] for row in steps][:3] == ["1.1", "1.2", "1.3"]


def test_every_table_of_a_transition_has_its_place_in_an_import() -> None:
    """Made by the log, told beside it, or left out: a table that is added must be one of these."""
    made = {plain(each).name for each in (*PROJECTED, *BESIDE)}
    assert {each.name for each in state_tables()} == made - {plain(KeptPage).name}


def test_no_text_of_an_export_is_taken_for_a_formula(worked: str, tmp_path: Path) -> None:
    """Not even where somebody meant it to be."""
    with writing(database()) as session:
        fact = {"name": "saving", "council": "", "value": '=HYPERLINK("http://x")', "url": ""}
        fact |= {"source": "@cmd", "standing": "recorded"}
        write(session, locked(session, worked), actor=TESTER, act="fact-recorded", data=fact)
    export(worked, tmp_path / "x.zip", TODAY)
    [row] = [each for each in table(tmp_path / "x.zip", "facts.csv") if each["name"] == "saving"]
    assert (row["value"], row["source"]) == ('\'=HYPERLINK("http://x")', "'@cmd")


def test_a_paper_that_is_gone_or_was_changed_is_left_out_and_named(
    lived: str, tmp_path: Path, home: Path
) -> None:
    """Nothing that the log does not know is shown as a paper of the transition."""
    (home / "papers" / lived / "letter").write_bytes(b"as amended")
    (tmp_path / "out.html").unlink()
    about = export(lived, tmp_path / "x.zip", TODAY)
    assert about["left_out"] == {
        f"{lived}/letter": "was changed after it was made",
        str(tmp_path / "out.html"): "has gone",
        "/x": "has gone",
    }
    kept = [name for name in members(tmp_path / "x.zip") if name.startswith("papers/")]
    assert kept == [f"papers/{lived}/in-principle-report-eastholt-2026-06-16.html"]


def test_a_broken_log_is_not_exported(lived: str, tmp_path: Path) -> None:
    """Nor is anything left where it would have been."""
    with database().begin() as connection:
        connection.execute(text("update logentry set actor = 'nobody' where sequence = 4"))
    with pytest.raises(LogBroken, match="entry 4"):
        export(lived, tmp_path / "x.zip", TODAY)
    assert not (tmp_path / "x.zip").exists()


def test_an_export_overwrites_nothing(worked: str, tmp_path: Path) -> None:
    """It may be the one an auditor holds."""
    export(worked, tmp_path / "x.zip", TODAY)
    with pytest.raises(InputError, match="is there already"):
        export(worked, tmp_path / "x.zip", TODAY)
