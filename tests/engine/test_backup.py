"""Backups: everything that is kept, whole, and put back only where there is nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from models.actor import Actor
from models.archive.backup import back_up
from models.archive.restore import restore
from models.archive.rows import lines
from models.database import SCHEMA, _open, database, reading
from models.effects import FileToMake, make_file
from models.log import entries
from models.recording import record_step
from models.scenarios import keep_scenario
from models.settings import settings
from models.standing import stored
from models.verification import verify_all
from rules.changes import Slip
from rules.errors import BadFile, InputError, LogBroken, StateError
from rules.situation import StepId

Happened = Callable[..., Any]
Resealed = Callable[..., Path]


@pytest.fixture
def lived(worked: str, happened: Happened, home: Path) -> str:
    """A transition with a step, a scenario and a letter."""
    record_step(worked, "1.7", "northmere", happened(date(2026, 5, 11), evidence="£1\u2028☃"))
    slower = Slip(step=StepId("9.2"), working_days=5)
    keep_scenario(worked, "slower", [slower], Actor(name="a tester"))
    letter = home / "papers" / worked / "letter.html"
    make_file(worked, FileToMake(key="letter", kind="letter", path=letter, content=b"Dear"))
    return worked


@pytest.fixture
def elsewhere(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[str], Path]:
    """Moves to an empty home with an empty database of the given kind."""

    def move(kind: str) -> Path:
        place = tmp_path / "elsewhere"
        url = f"sqlite:///{place / 'changeover.db'}"
        if kind == "postgresql":
            url = request.getfixturevalue("postgresql").new_database()
        monkeypatch.setenv("CHANGEOVER_HOME", str(place))
        monkeypatch.setenv("CHANGEOVER_DATABASE_URL", url)
        return place

    return move


def everything() -> dict[str, list[bytes]]:
    """Every row of every table, as JSON."""
    with reading(database()) as session:
        return {
            table.name: list(lines(session.connection(), table))
            for table in SQLModel.metadata.sorted_tables
        }


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_is_restored_into_either_kind_of_database(
    lived: str, tmp_path: Path, elsewhere: Callable[[str], Path], happened: Happened, kind: str
) -> None:
    """Every row and every paper is there, the chains hold, and work goes on."""
    before = everything()
    about = back_up(tmp_path / "backup.zip")
    assert about["rows"]["transition"] == 1
    assert about["papers"] == 1

    place = elsewhere(kind)
    restore(tmp_path / "backup.zip")

    assert everything() == before
    assert (place / "papers" / lived / "letter.html").read_bytes() == b"Dear"
    entry = record_step(lived, "1.7", "eastholt", happened(date(2026, 5, 11)))
    assert entry == verify_all()[0]["entries"]
    letter = FileToMake(
        key="letter",
        kind="letter",
        path=place / "papers" / lived / "letter.html",
        content=b"Dear",
    )
    assert not make_file(lived, letter)


def test_a_restore_overwrites_nothing(lived: str, tmp_path: Path, home: Path) -> None:
    """Neither papers nor rows, and it adds to neither."""
    back_up(tmp_path / "backup.zip")
    record = home / "papers" / lived / "letter.html"
    record.write_bytes(b"Dear, as amended")
    with pytest.raises(StateError, match=r"papers folder \S+ holds something already") as refusal:
        restore(tmp_path / "backup.zip")
    assert "overwrites nothing" in refusal.value.expected
    record.unlink()
    with pytest.raises(StateError, match=r"The database holds something already: \d rows in"):
        restore(tmp_path / "backup.zip")
    assert not record.exists()


def test_a_restore_cut_short_between_two_papers_is_finished_by_the_next(
    lived: str, tmp_path: Path, elsewhere: Callable[[str], Path]
) -> None:
    """A paper of the backup that is in place already is no reason to refuse it."""
    (settings().papers / lived / "notes.txt").write_bytes(b"Notes")
    before = everything()
    back_up(tmp_path / "backup.zip")
    place = elsewhere("sqlite")
    letter = place / "papers" / lived / "letter.html"
    letter.parent.mkdir(parents=True)
    letter.write_bytes(b"Dear")

    restore(tmp_path / "backup.zip")

    assert everything() == before
    assert (letter.parent / "notes.txt").read_bytes() == b"Notes"


def test_a_restore_that_fails_leaves_nothing(
    lived: str, tmp_path: Path, elsewhere: Callable[[str], Path], resealed: Resealed
) -> None:
    """Neither rows nor papers, though every digest of the file holds."""
    back_up(tmp_path / "backup.zip")
    torn = resealed(tmp_path / "backup.zip", {"tables/party.jsonl": b'{"id": 1}\n'})
    place = elsewhere("sqlite")
    with pytest.raises(BadFile, match="a row of party differs from its columns"):
        restore(torn)
    assert not any(everything().values())
    assert [path for path in (place / "papers").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b"A minute", b"A lie", "entry 21: its content was changed after it was written"),
        (b'"sequence":3,', b'"sequence":99,', "entry 3 is missing"),
    ],
)
def test_a_log_edited_in_a_backup_is_found_though_its_digests_were_made_anew(
    lived: str,
    tmp_path: Path,
    elsewhere: Callable[[str], Path],
    resealed: Resealed,
    happened: Happened,
    old: bytes,
    new: bytes,
    says: str,
) -> None:
    """The chain is walked before anything is kept."""
    record_step(lived, "1.7", "eastholt", happened(date(2026, 5, 11)))
    path = back_up(tmp_path / "backup.zip") and tmp_path / "backup.zip"
    log = b"".join(everything()["logentry"])
    edited = resealed(path, {"tables/logentry.jsonl": log.replace(old, new)})
    elsewhere("sqlite")
    with pytest.raises(LogBroken, match=says):
        restore(edited)
    assert not any(everything().values())


def test_a_backup_of_a_newer_release_is_refused(
    lived: str, tmp_path: Path, resealed: Resealed, elsewhere: Callable[[str], Path]
) -> None:
    """Its tables may mean something else."""
    back_up(tmp_path / "backup.zip")
    newer = resealed(tmp_path / "backup.zip", {}, {"schema": "9999"})
    elsewhere("sqlite")
    with pytest.raises(StateError, match=r"made by a newer release: .* revision '9999'"):
        restore(newer)


def test_nothing_broken_is_kept_as_a_backup(lived: str, tmp_path: Path) -> None:
    """Whoever makes one learns of it then, not when it is needed."""
    with database().begin() as connection:
        connection.execute(text("update logentry set data = '{}' where sequence = 2"))
    with pytest.raises(LogBroken, match="entry 2"):
        back_up(tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()


def test_a_backup_among_the_papers_is_refused(lived: str, home: Path) -> None:
    """It would be a part of the next one."""
    with pytest.raises(InputError, match="lies in the papers folder"):
        back_up(home / "papers" / "backup.zip")


def test_a_backup_made_while_others_write_is_of_one_moment(
    lived: str, tmp_path: Path, happened: Happened, elsewhere: Callable[[str], Path]
) -> None:
    """Each holds as many entries as its transition says, and rows that are a fold of them."""

    def write() -> None:
        for number in range(30):
            letter = FileToMake(
                key=f"{number}", kind="letter", path=tmp_path / f"{number}", content=b""
            )
            make_file(lived, letter)

    writer = Thread(target=write)
    writer.start()
    made = []
    while writer.is_alive():
        made.append(tmp_path / f"backup-{len(made)}.zip")
        back_up(made[-1])
    writer.join()
    elsewhere("sqlite")
    restore(made[-1])
    with reading(database()) as session:
        transition = stored(session, lived).transition
        log = entries(session, transition)
        claimed = sum(entry.act == "effect-claimed" for entry in log)
        assert len(log) == transition.log_length
        assert len(everything()["effect"]) == claimed


def test_a_backup_of_an_older_release_is_brought_up_to_date(
    store: str, tmp_path: Path, resealed: Resealed, elsewhere: Callable[[str], Path]
) -> None:
    """Its rows go into the tables of then, and these through every migration since."""
    back_up(tmp_path / "backup.zip")
    supplier = json.dumps({"id": 7, "name": "A supplier"}).encode()
    tables = {f"tables/{name}.jsonl": None for name in everything()}
    old = resealed(
        tmp_path / "backup.zip", {**tables, "tables/supplier.jsonl": supplier}, {"schema": "0001"}
    )
    elsewhere("sqlite" if store.startswith("sqlite") else "postgresql")
    restore(old)
    assert everything()["supplier"] == [b'{"id":7,"name":"A supplier"}\n']
    with database().connect() as connection:
        found = connection.execute(text("select version_num from alembic_version")).scalar()
    assert found == SCHEMA
    _open(str(database().url.render_as_string(hide_password=False)).replace("+psycopg", ""))
