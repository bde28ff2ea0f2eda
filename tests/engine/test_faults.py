"""Faults of disk and server: a clear error, nothing lost that was acknowledged, and a way back."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from models import database as stored_in
from models.actor import Actor
from models.archive.backup import back_up
from models.archive.restore import restore
from models.database import database, reading, refuse_damaged, writing
from models.log import locked
from models.opening import open_transition
from models.projection import write
from models.recording import record_step
from models.reports import log_of, next_steps, timetable_of
from models.standing import situation
from models.verification import verify_all
from rules.errors import ChangeoverError, DatabaseDamaged, OutsideError, UnknownName
from rules.situation import Situation
from tests.conftest import COMMAND
from tests.engine.prepared import REFERENCE, worked_example
from tests.needed import needed

if TYPE_CHECKING:
    from tests.conftest import Command

Happened = Callable[..., Any]
TODAY = date(2026, 5, 11)
TESTER = Actor(name="a tester")
RECORD = (
    "record worked-2027 1.7 --council {council} --on 2026-05-11 --today 2026-05-11 "
    "--by Ann --evidence letter"
)
SEED = 20_261_125
#: In so many copies of the file bits are flipped.
FLIPPED = 25


@pytest.fixture
def file(home: Path) -> Path:
    """The SQLite file that holds the worked example."""
    open_transition(worked_example(), actor=TESTER)
    return home / "changeover.db"


def closed() -> None:
    """Nothing of the database is open in this process."""
    with suppress(DatabaseDamaged):
        database().dispose()
    stored_in._opened.cache_clear()


def write_until_it_fails(reference: str, most: int = 2_000) -> tuple[int, OutsideError]:
    """How many entries were acknowledged before one failed, and how."""
    for number in range(most):
        try:
            with writing(database()) as session:
                transition = locked(session, reference)
                data = {"says": "x" * 4_000}
                write(session, transition, actor=TESTER, act="noted", data=data)
        except OutsideError as error:
            return number, error
    raise AssertionError("the disk never filled")


# ---- A disk that fills --------------------------------------------------------------------------


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Files of this process cannot grow beyond that, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handled)


def test_a_file_that_cannot_grow_loses_nothing_acknowledged(file: Path, happened: Happened) -> None:
    """Whoever records is told; once there is room again, work goes on."""
    before = len(log_of(REFERENCE))
    closed()
    with no_file_larger_than(file.stat().st_size + 400_000):
        kept, error = write_until_it_fails(REFERENCE)
    assert kept > 0
    assert "The database failed" in error.found
    assert len(log_of(REFERENCE)) == before + kept
    verify_all()
    refuse_damaged(database())
    assert record_step(REFERENCE, "1.7", "northmere", happened(TODAY))


def test_a_database_that_is_full_says_so_and_what_to_do(file: Path) -> None:
    """SQLite's own limit stands in for the disk: the error is the same."""
    from sqlalchemy import event

    def limit(connection: Any, _: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 20}")

    before = len(log_of(REFERENCE))
    event.listen(database(), "connect", limit)
    database().dispose()
    kept, error = write_until_it_fails(REFERENCE)
    assert "database or disk is full" in error.found
    assert "free some room" in error.remedy
    assert len(log_of(REFERENCE)) == before + kept
    verify_all()


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 3 MB that only this test has."""
    place = Path(tempfile.mkdtemp(prefix="changeover-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "changeover", place],
        capture_output=True,
        check=False,
    )
    try:
        if mounted.returncode:
            pytest.skip("no disk can be mounted here")
        yield place
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", place], check=False)
        shutil.rmtree(place, ignore_errors=True)


def test_a_disk_that_fills_is_told_in_words_by_the_command(
    small_disk: Path,
    file: Path,
    happened: Happened,
    changeover: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Exit 75, no traceback; what was acknowledged is there; freed, the next call succeeds."""
    back_up(tmp_path / "backup.zip")
    url = f"sqlite:///{small_disk / 'changeover.db'}"
    monkeypatch.setenv("CHANGEOVER_HOME", str(small_disk))
    monkeypatch.setenv("CHANGEOVER_DATABASE_URL", url)
    restore(tmp_path / "backup.zip")
    acknowledged = record_step(REFERENCE, "1.7", "northmere", happened(TODAY))
    fill(small_disk / "filler")

    answer = changeover(RECORD.format(council="eastholt"), CHANGEOVER_DATABASE_URL=url)

    assert answer.returncode == OutsideError.exit_code, answer.stderr
    assert "The database failed" in answer.stderr
    assert "Traceback" not in answer.stderr
    (small_disk / "filler").unlink()
    assert log_of(REFERENCE)[-1]["sequence"] == acknowledged
    assert record_step(REFERENCE, "1.7", "eastholt", happened(TODAY)) == acknowledged + 1
    assert verify_all()


def fill(path: Path) -> None:
    """No byte more goes onto the disk of that file."""
    with suppress(OSError), path.open("wb", buffering=0) as filler:
        while filler.write(b"x" * 65_536):
            pass
    with suppress(OSError), path.open("ab", buffering=0) as filler:
        while filler.write(b"x"):
            pass


def test_a_backup_that_finds_no_room_leaves_nothing(
    small_disk: Path, file: Path, home: Path
) -> None:
    """Not a half backup that somebody might trust."""
    paper = home / "papers" / REFERENCE / "large.pdf"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(random.Random(SEED).randbytes(4 << 20))
    with pytest.raises(OutsideError, match="cannot be written: No space left on device"):
        back_up(small_disk / "backup.zip")
    assert list(small_disk.iterdir()) == []


# ---- A file that may not be written -------------------------------------------------------------


@pytest.fixture
def as_nobody() -> list[str]:
    """How to run as somebody who may not write what is not theirs; root may write everything."""
    if os.geteuid() != 0:
        return []
    needed(shutil.which("setpriv"), "setpriv is not installed, and root may write everything")
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that everybody may look into and write into."""
    place = Path(tempfile.mkdtemp(prefix="changeover-reachable-"))
    place.chmod(0o777)
    yield place
    shutil.rmtree(place)


def test_a_file_that_may_not_be_written_can_still_be_read(
    file: Path, changeover: Command, as_nobody: list[str], reachable: Path
) -> None:
    """Recording is refused in words; reading goes on; with leave to write, so does recording."""
    closed()
    read_only = reachable / "changeover.db"
    shutil.copy(file, read_only)
    read_only.chmod(0o444)
    environment = changeover.environment(CHANGEOVER_DATABASE_URL=f"sqlite:///{read_only}")

    def typed(line: str) -> subprocess.CompletedProcess[str]:
        run = [*as_nobody, COMMAND, *line.split()]
        return subprocess.run(run, env=environment, capture_output=True, text=True, check=False)

    record = RECORD.format(council="northmere")
    refused = typed(record)
    assert refused.returncode == OutsideError.exit_code
    assert "attempt to write a readonly database" in refused.stderr
    assert "leave to write the file and its folder" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert typed("next worked-2027 --today 2026-05-11").returncode == 0
    for left in reachable.iterdir():
        left.chmod(0o666)
    assert typed(record).returncode == 0


# ---- A file that was damaged --------------------------------------------------------------------


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_short_is_refused_in_words(
    file: Path, changeover: Command, keep: float
) -> None:
    """By verify always; what else is asked is answered, or refused as verify would."""
    closed()
    with file.open("r+b") as cut:
        cut.truncate(int(file.stat().st_size * keep))
    with pytest.raises(DatabaseDamaged, match="The database is damaged") as refusal:
        verify_all()
    assert "changeover restore" in refusal.value.remedy
    with suppress(DatabaseDamaged):
        next_steps(timetable_of(REFERENCE, TODAY))
    if keep == 0.5:
        answer = changeover("verify", CHANGEOVER_DATABASE_URL=f"sqlite:///{file}")
        assert answer.returncode == DatabaseDamaged.exit_code
        assert "The database is damaged" in answer.stderr
        assert "Traceback" not in answer.stderr


def test_a_file_cut_to_nothing_looks_new(file: Path) -> None:
    """SQLite cannot tell the two apart; docs/recovery.md says so."""
    closed()
    file.write_bytes(b"")
    with pytest.raises(UnknownName, match="no transition 'worked-2027'"):
        log_of(REFERENCE)


def test_the_last_backup_is_put_back_beside_a_damaged_file(
    file: Path, happened: Happened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As docs/recovery.md says: the damaged home is moved away and stays as it is."""
    record_step(REFERENCE, "1.7", "northmere", happened(TODAY))
    before, plan = log_of(REFERENCE), timetable_of(REFERENCE, TODAY).steps
    back_up(tmp_path / "backup.zip")
    closed()
    file.write_bytes(file.read_bytes()[: 1 << 14])
    file.parent.rename(tmp_path / "damaged")
    restore(tmp_path / "backup.zip")
    assert (log_of(REFERENCE), timetable_of(REFERENCE, TODAY).steps) == (before, plan)
    assert verify_all()
    assert (tmp_path / "damaged" / file.name).stat().st_size == 1 << 14


def test_bits_that_flip_anywhere_are_found_or_do_no_harm(file: Path) -> None:
    """Where verify finds nothing, log and plan are what they were, meetings apart.

    And no command ends in anything but an answer or an error of the product's own.
    """
    closed()
    content, draw = file.read_bytes(), random.Random(SEED)
    before, where = log_of(REFERENCE), without_meetings(REFERENCE)
    found = 0
    for _ in range(FLIPPED):
        closed()
        flipped = bytearray(content)
        for _ in range(draw.choice((1, 8, 64))):
            flipped[draw.randrange(len(flipped))] ^= 1 << draw.randrange(8)
        file.write_bytes(flipped)
        for suffix in ("-wal", "-shm"):
            file.with_name(f"{file.name}{suffix}").unlink(missing_ok=True)
        with suppress(ChangeoverError):
            next_steps(timetable_of(REFERENCE, TODAY))
        try:
            verify_all()
        except ChangeoverError:
            found += 1
        else:
            assert (log_of(REFERENCE), without_meetings(REFERENCE)) == (before, where)
    closed()
    file.write_bytes(content)
    assert (log_of(REFERENCE), without_meetings(REFERENCE)) == (before, where)
    assert found > FLIPPED / 2


def without_meetings(reference: str) -> Situation:
    """What the plan rests on, but the meetings: imports change them, and no digest covers them."""
    with reading(database()) as session:
        return replace(situation(session, reference, TODAY), meetings={})
