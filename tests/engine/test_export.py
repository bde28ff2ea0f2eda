"""Exports: one transition as a file that anybody can check, and that opens whole elsewhere."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import text
from sqlmodel import select

from models.actor import Actor
from models.archive.export import export
from models.archive.given import BESIDE
from models.archive.importing import import_transition
from models.archive.state import state_tables
from models.database import database, reading, writing
from models.effects import FileToMake, make_file, path_of
from models.late_holidays import add_holiday
from models.log import locked
from models.opening import open_transition, read_and_check
from models.projection import write
from models.registers import import_register, read_register, register_named
from models.reports import log_of, timetable_of
from models.tables import Council, Effect, KeptPage, Meeting, StepState, Transition, plain
from models.verification import verify_all
from rules.calendars import Holiday
from rules.errors import BadFile, InputError, LogBroken
from tests.engine.test_projection import PROJECTED, busy_life, rows

Happened = Callable[..., Any]
Resealed = Callable[..., Path]
TODAY = date(2026, 7, 1)
TESTER = Actor(name="a tester")
EXAMPLES = Path(__file__).parent.parent.parent / "examples"


@pytest.fixture
def lived(worked: str, happened: Happened, home: Path, tmp_path: Path) -> str:
    """A transition to which everything has happened."""
    busy_life(worked, happened, home / "papers" / worked)
    outside = FileToMake(key="out", kind="letter", path=tmp_path / "out.html", content=b"out")
    make_file(worked, outside)
    assets = tmp_path / "assets.csv"
    assets.write_text("Asset ID,Description,NBV\nA1,A server,100.00\nA2,=A1,1\n", encoding="utf-8")
    import_register(worked, read_register(assets, register_named("assets")), TESTER)
    return worked


@pytest.fixture
def elsewhere(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[str], Path]:
    """Moves to an empty home with an empty database of the given kind."""

    def move(kind: str = "sqlite") -> Path:
        place = tmp_path / "elsewhere"
        url = f"sqlite:///{place / 'changeover.db'}"
        if kind == "postgresql":
            url = request.getfixturevalue("postgresql").new_database()
        monkeypatch.setenv("CHANGEOVER_HOME", str(place))
        monkeypatch.setenv("CHANGEOVER_DATABASE_URL", url)
        return place

    return move


def taken_in(path: Path) -> dict[str, Any]:
    return import_transition(path, today=TODAY, actor=TESTER)


def faults(path: Path) -> str:
    """Why an export is not taken in, and that nothing of it was."""
    before = {table: rows(database(), table) for table in (Transition, Council, Meeting)}
    with pytest.raises(BadFile) as refusal:
        taken_in(path)
    assert {table: rows(database(), table) for table in before} == before
    return refusal.value.found


def member(path: Path, name: str) -> bytes:
    with ZipFile(path) as file:
        return file.read(name)


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


# ---- Taking in ----------------------------------------------------------------------------------


@pytest.fixture
def exported(lived: str, tmp_path: Path, elsewhere: Callable[[], Path]) -> Path:
    """An export of a busy transition, and an empty home to take it into."""
    export(lived, tmp_path / "x.zip", TODAY)
    elsewhere()
    return tmp_path / "x.zip"


def test_a_log_that_was_edited_is_refused_though_the_manifest_was_made_anew(
    exported: Path, resealed: Resealed
) -> None:
    """Every break of the chain is named."""
    log = member(exported, "log.jsonl")
    lines = log.splitlines(keepends=True)
    edited = log.replace(b"It turned up", b"It was lost")
    assert "its content was changed" in faults(resealed(exported, {"log.jsonl": edited}))
    moved = b"".join([lines[0], lines[2], lines[1], *lines[3:]])
    assert "log entry 2: entry 2 is missing" in faults(resealed(exported, {"log.jsonl": moved}))
    short = b"".join(lines[:-1])
    assert "the log ends at entry" in faults(resealed(exported, {"log.jsonl": short}))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("steps.csv", b"done", b"open"),
        ("facts.csv", "£".encode(), b"$"),
        ("effects.csv", b"letter", b"notice"),
        ("log.txt", b"It turned up", b"It was lost"),
    ],
)
def test_a_table_that_does_not_follow_from_the_log_is_refused(
    exported: Path, resealed: Resealed, name: str, old: bytes, new: bytes
) -> None:
    """An auditor who reads the tables reads what the log says."""
    content = member(exported, name)
    assert old in content
    found = faults(resealed(exported, {name: content.replace(old, new)}))
    assert f"{name}: it is not what the log and given.json lead to" in found


@pytest.mark.parametrize(
    ("table", "column", "says"),
    [
        ("postedmessage", "body", "is not the one that was posted"),
        ("registerrow", "cells", "the register of assets was changed after it was imported"),
    ],
)
def test_a_message_or_a_register_that_was_edited_is_refused(
    exported: Path, resealed: Resealed, table: str, column: str, says: str
) -> None:
    """The log has the digest of what it does not hold itself."""
    told = json.loads(member(exported, "given.json"))
    told["beside"][table][0][column] += " and a lie"
    edited = json.dumps(told, indent=1, ensure_ascii=False).encode()
    assert says in faults(resealed(exported, {"given.json": edited}))


def test_every_fault_of_an_export_is_listed(exported: Path, resealed: Resealed) -> None:
    """A table too many, one too few, and a paper nobody made."""
    found = faults(
        resealed(
            exported,
            {"more.csv": b"", "steps.csv": None, "papers/worked-2027/x.html": b"x"},
        )
    )
    assert "3 faults" in found
    assert "more.csv: nothing of that name belongs in it" in found
    assert "steps.csv: missing" in found
    assert "papers/worked-2027/x.html: the log knows of no such file" in found


def test_a_paper_is_unpacked_beside_no_other_transition(exported: Path, resealed: Resealed) -> None:
    """Whatever the export says."""
    found = faults(resealed(exported, {"papers/southwark-2017/letter.html": b"x"}))
    assert "no paper of this transition lies there" in found


def test_another_file_at_the_place_of_a_paper_is_kept(
    exported: Path, elsewhere: Callable[[], Path]
) -> None:
    """Somebody put it there; the same file is no matter."""
    there = elsewhere() / "papers" / "worked-2027" / "letter"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"another")
    assert "another file is in the papers folder already" in faults(exported)
    assert there.read_bytes() == b"another"
    there.write_bytes(b"x")
    taken_in(exported)


@pytest.mark.parametrize(
    "changes",
    [
        {"transition": {"reference": "worked-2027"}},
        {"contract": {"title": "x", "supplier": "y"}},
        {"councils": "none"},
        {"councils": [{"code": "x"}]},
        {"holidays": [{}]},
        {"beside": {}},
        {"supplier": {"name": 7}},
    ],
)
def test_what_was_given_must_make_sense(
    exported: Path, resealed: Resealed, changes: dict[str, Any]
) -> None:
    """Else one clear error, and nothing half-written."""
    told = json.loads(member(exported, "given.json"))
    assert faults(resealed(exported, {"given.json": json.dumps({**told, **changes}).encode()}))


@pytest.mark.parametrize(
    "log",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]\n", id="no object"),
        pytest.param(b"no json\n", id="no JSON"),
        pytest.param(b'{"sequence": 1}\n', id="no entry"),
        pytest.param(b"\xff\n", id="no text"),
    ],
)
def test_a_log_must_make_sense(exported: Path, resealed: Resealed, log: bytes) -> None:
    """Else one clear error, and nothing half-written."""
    assert faults(resealed(exported, {"log.jsonl": log}))


def test_a_reference_that_is_taken_is_refused(exported: Path) -> None:
    """The same transition is never held twice."""
    taken_in(exported)
    assert "the reference 'worked-2027' is taken" in faults(exported)


def test_a_council_held_otherwise_is_refused(exported: Path) -> None:
    """Taking it in would move the dates of other transitions without a word."""
    file = read_and_check(EXAMPLES / "worked-2027.toml")
    open_transition(file.model_copy(update={"reference": "other"}), actor=TESTER)
    with writing(database()) as session:
        council = session.exec(select(Council).where(Council.code == "northmere")).one()
        council.policy = None
        meeting = session.exec(select(Meeting)).first()
        session.delete(meeting)
    found = faults(exported)
    assert "the council 'northmere' is held with another name or other settings" in found
    assert "meets on other days here: 2026-" in found


def test_a_holiday_unknown_here_is_asked_for_and_one_unknown_there_is_logged(
    lived: str, tmp_path: Path, elsewhere: Callable[[], Path]
) -> None:
    """Neither moves a date without a word."""
    on = date(2026, 10, 12)
    holiday = Holiday(on=on, name="A jubilee", known_from=date(2026, 6, 1), cite="Proclamation")
    export(lived, tmp_path / "without.zip", TODAY)
    add_holiday("england-and-wales", holiday, TODAY, TESTER)
    export(lived, tmp_path / "with.zip", TODAY)
    plan = timetable_of(lived, TODAY).steps

    elsewhere()
    file = read_and_check(EXAMPLES / "southwark-2017.toml")
    open_transition(file, actor=TESTER)
    found = faults(tmp_path / "with.zip")
    assert "the holiday of 2026-10-12 (A jubilee) is not in the calendar here" in found
    add_holiday("england-and-wales", holiday, TODAY, TESTER)
    taken_in(tmp_path / "without.zip")

    last = log_of(lived)[-1]
    assert (last["act"], last["data"]["on"]) == ("holiday-added", "2026-10-12")
    assert last["data"]["moved"]
    assert timetable_of(lived, TODAY).steps == plan
    verify_all()


def test_work_goes_on_where_it_was_taken_in(exported: Path, happened: Happened, home: Path) -> None:
    """Nothing is made twice, and the next entry follows the last."""
    taken_in(exported)
    with reading(database()) as session:
        effect = session.exec(select(Effect).where(Effect.key == "letter")).one()
    assert path_of(effect).read_bytes() == b"x"
    letter = FileToMake(key="letter", kind="letter", path=path_of(effect), content=b"x")
    assert not make_file("worked-2027", letter)
    with writing(database()) as session:
        write(session, locked(session, "worked-2027"), actor=TESTER, act="anything", data={})
    verify_all()
