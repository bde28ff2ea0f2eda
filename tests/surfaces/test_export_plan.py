"""`changeover export-plan`: the files that leave the product, and the page as a reader meets it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from models.actor import Actor
from models.opening import open_transition, read_and_check
from models.reports import log_of, timetable_of
from tasks.exports.timeline_page import timeline_page
from tests.needed import BROWSER, browser_needed

if TYPE_CHECKING:
    from tests.conftest import Command

HERE = Path(__file__).parent
EXAMPLE = HERE.parent.parent / "examples" / "worked-2027.toml"
ALL = ["svg", "html", "ics", "xml", "csv", "xlsx"]
DAY = "--today 2026-03-31"
Refusal = Callable[[subprocess.CompletedProcess[str], int], str]


def test_every_format_is_a_file_named_after_the_plan(changeover: Command, tmp_path: Path) -> None:
    """Without --format it writes them all, and prints where each is."""
    out = tmp_path / "plans" / "march"
    answer = changeover(f"export-plan worked-2027 --out {out} {DAY}")
    assert answer.returncode == 0, answer.stderr
    paths = [out / f"worked-2027.{ending}" for ending in ALL]
    assert answer.stdout.splitlines() == [str(path) for path in paths]
    assert sorted(out.iterdir()) == sorted(paths)
    assert ElementTree.parse(paths[0]).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    assert paths[1].read_text("utf-8").startswith("<!DOCTYPE html>")
    assert len(Calendar.from_ical(paths[2].read_bytes()).walk("VEVENT")) > 90
    assert ElementTree.parse(paths[3]).getroot().tag.endswith("Project")
    assert paths[4].read_bytes().startswith(b"\xef\xbb\xbf")
    assert paths[5].read_bytes().startswith(b"PK")


def test_a_plan_that_is_kept_is_claimed_in_the_log_and_made_once(
    home: Path, changeover: Command
) -> None:
    """Asked for again that day, it is the same files; on another day, another edition."""
    open_transition(read_and_check(EXAMPLE), actor=Actor(name="a tester"))
    before = len(log_of("worked-2027"))
    line = "export-plan worked-2027 --keep --format ics,csv,xlsx"
    first = changeover.json(f"{line} {DAY}")
    assert [Path(each["path"]) for each in first["files"]] == [
        home / "papers" / "worked-2027" / "plans" / "1" / f"worked-2027.{ending}"
        for ending in ("ics", "csv", "xlsx")
    ]
    entries = log_of("worked-2027")[before:]
    assert [each["act"] for each in entries] == ["effect-claimed", "effect-settled"] * 3
    assert all(each["actor"] == "a tester" for each in entries)
    assert changeover.json(f"{line} {DAY}") == first
    assert len(log_of("worked-2027")) == before + 6
    later = changeover.json(f"{line} --today 2026-04-01")
    assert {Path(each["path"]).parent.name for each in later["files"]} == {"2"}


def test_a_plan_of_a_file_cannot_be_kept(changeover: Command, refusal: Refusal) -> None:
    """It has no log to claim it in."""
    assert "no transition" in refusal(changeover(f"export-plan {EXAMPLE} --keep {DAY}"), 2)


def test_only_the_formats_named_are_written(changeover: Command, tmp_path: Path) -> None:
    """In the order named, each once; a file to plan unkept serves as well as a reference."""
    out = tmp_path / "o"
    found = changeover.json(f"export-plan {EXAMPLE} --format 'CSV, svg,csv' --out {out} {DAY}")
    assert found == {
        "reference": "worked-2027",
        "files": [
            {"format": "csv", "path": str(out / "worked-2027.csv")},
            {"format": "svg", "path": str(out / "worked-2027.svg")},
        ],
    }
    assert sorted(path.suffix for path in out.iterdir()) == [".csv", ".svg"]


@pytest.mark.parametrize("formats", ["svg,pdf", "", "svg,,ics"])
def test_one_format_it_does_not_know_and_nothing_is_written(
    changeover: Command, refusal: Refusal, tmp_path: Path, formats: str
) -> None:
    """The message names those it knows."""
    out = tmp_path / "plans"
    answer = changeover(f"export-plan worked-2027 --format '{formats}' --out {out}")
    assert "svg, html, ics, xml, csv, xlsx" in refusal(answer, 2)
    assert not out.exists()


def test_a_plan_that_nobody_knows_is_refused(
    changeover: Command, refusal: Refusal, tmp_path: Path
) -> None:
    """Nothing is written for it."""
    out = tmp_path / "plans"
    refusal(changeover(f"export-plan nobody-2027 --out {out}"), 2)
    assert not out.exists()


def test_a_folder_that_is_a_file_is_refused_and_kept(
    changeover: Command, refusal: Refusal, tmp_path: Path
) -> None:
    """What stands there is not touched."""
    out = tmp_path / "plans"
    out.write_text("mine", encoding="utf-8")
    answer = changeover(f"export-plan worked-2027 --format csv --out {out} {DAY}")
    assert "is not a folder" in refusal(answer, 2)
    assert out.read_text("utf-8") == "mine"


def test_a_file_that_is_there_is_replaced_whole(changeover: Command, tmp_path: Path) -> None:
    """And no draft is left beside it."""
    old = tmp_path / "worked-2027.svg"
    old.write_text("old" * 100_000, encoding="utf-8")
    line = f"export-plan worked-2027 --format svg --out {tmp_path} {DAY}"
    assert changeover(line).returncode == 0
    ElementTree.parse(old)
    assert [path for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_a_file_that_cannot_be_replaced_leaves_no_draft(
    changeover: Command, refusal: Refusal, tmp_path: Path
) -> None:
    """A folder of the file's name is in the way: exit 75, because something outside failed."""
    (tmp_path / "worked-2027.svg").mkdir()
    line = f"export-plan worked-2027 --format svg --out {tmp_path} {DAY}"
    assert "cannot be written" in refusal(changeover(line), 75)
    assert [path for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_the_sequence_of_the_feed_is_the_length_of_the_log(
    home: Path, changeover: Command, tmp_path: Path
) -> None:
    """So that each change that was recorded supersedes what calendars hold."""
    open_transition(read_and_check(EXAMPLE), actor=Actor(name="a tester"))
    line = f"export-plan worked-2027 --format ics --out {tmp_path} {DAY}"
    assert changeover(line).returncode == 0
    feed = Calendar.from_ical((tmp_path / "worked-2027.ics").read_bytes())
    recorded = len(log_of("worked-2027"))
    assert recorded > 0
    assert {int(event["SEQUENCE"]) for event in feed.walk("VEVENT")} == {recorded}


def test_it_never_loads_prefect(changeover: Command, tmp_path: Path) -> None:
    """An export is a pure function of the plan; Prefect takes seconds to load."""
    line = f"export-plan worked-2027 --out {tmp_path} {DAY}"
    answer = changeover(line, PYTHONPROFILEIMPORTTIME="1")
    rows = [row for row in answer.stderr.splitlines() if row.startswith("import time:")]
    loaded = {row.rsplit("|", 1)[-1].strip().split(".")[0] for row in rows}
    assert answer.returncode == 0
    assert {"tasks", "icalendar", "xlsxwriter"} <= loaded
    assert "prefect" not in loaded


def test_the_page_is_accessible_and_fits_a_narrow_screen(home: Path, tmp_path: Path) -> None:
    """WCAG 2.2 AA: 0 violations, reflow at 320 pixels, and nothing fetched from elsewhere."""
    browser_needed()
    paths = []
    for reference, day in (
        ("worked-2027", date(2026, 3, 31)),
        ("worked-2027", date(2026, 12, 1)),
        ("southwark-2017", date(2017, 2, 16)),
    ):
        path = tmp_path / f"{reference}-{day}.html"
        path.write_text(timeline_page(timetable_of(reference, day)), encoding="utf-8")
        paths.append(path)
    pages = _looked_at(paths)
    assert [page["violations"] for page in pages] == [[]] * 3
    assert all(page["passes"] > 15 for page in pages)
    assert all(page["fitsNarrowScreen"] for page in pages)
    assert all(page["otherRequests"] == [] for page in pages)


def _looked_at(paths: list[Path]) -> list[dict[str, object]]:
    command = ["node", "look.mjs", *(path.as_uri() for path in paths)]
    run = subprocess.run(
        command, cwd=BROWSER, check=True, capture_output=True, text=True, timeout=240
    )
    found: list[dict[str, object]] = json.loads(run.stdout)
    return found
