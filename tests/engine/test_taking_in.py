"""Exports taken in: whole, or not at all with every fault listed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.archive.export import export
from models.database import database, reading, writing
from models.effects import FileToMake, make_file, path_of
from models.late_holidays import add_holiday
from models.log import locked
from models.opening import open_transition, read_and_check
from models.projection import write
from models.reports import log_of, timetable_of
from models.tables import Council, Effect, Meeting
from models.verification import verify_all
from rules.calendars import Holiday
from tests.engine.exporting import TESTER, TODAY, everything_happens, faults, member, taken_in
from tests.engine.prepared import REFERENCE, WORKED, closed, given, worked_example

Resealed = Callable[..., Path]


@pytest.fixture(scope="module")
def exported_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of a busy transition; test_export.py holds both kinds of database to one file."""
    place = tmp_path_factory.mktemp("exported")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHANGEOVER_HOME", str(place / "home"))
        patch.delenv("CHANGEOVER_DATABASE_URL", raising=False)
        patch.delenv("CHANGEOVER_PAPERS", raising=False)
        open_transition(worked_example(), actor=TESTER)
        everything_happens(REFERENCE, given, place / "home", place)
        export(REFERENCE, place / "x.zip", TODAY)
        closed()
    return place / "x.zip"


@pytest.fixture
def exported(
    exported_once: Path, home: Path, tmp_path: Path, elsewhere: Callable[[], Path]
) -> Path:
    """An export of a busy transition, and an empty home to take it into."""
    elsewhere()
    return Path(shutil.copy(exported_once, tmp_path / "x.zip"))


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
    file = read_and_check(WORKED)
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
    file = read_and_check(WORKED.with_name("southwark-2017.toml"))
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


def test_work_goes_on_where_it_was_taken_in(exported: Path) -> None:
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
