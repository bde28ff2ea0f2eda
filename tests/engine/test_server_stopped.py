"""A PostgreSQL that stops in the middle and starts again, or never does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from models.actor import Actor
from models.archive.backup import back_up
from models.archive.restore import restore
from models.database import database, writing
from models.log import locked
from models.opening import open_transition
from models.projection import write
from models.recording import record_step
from models.reports import log_of
from models.verification import verify_all
from rules.errors import OutsideError
from tests.engine.prepared import REFERENCE, worked_example

if TYPE_CHECKING:
    from tests.conftest import Command
    from tests.postgresql import Postgresql

Happened = Callable[..., Any]
TODAY = date(2026, 5, 11)
TESTER = Actor(name="a tester")
RECORD = (
    "record worked-2027 1.7 --council eastholt --on 2026-05-11 --today 2026-05-11 "
    "--by Ann --evidence letter"
)


def test_a_server_stopped_in_the_middle_keeps_what_it_acknowledged(
    own_postgresql: Postgresql,
    changeover: Command,
    happened: Happened,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was under way is not there; the next call connects again without being restarted."""
    url = own_postgresql.new_database()
    monkeypatch.setenv("CHANGEOVER_DATABASE_URL", url)
    open_transition(worked_example(), actor=TESTER)
    acknowledged = record_step(REFERENCE, "1.7", "northmere", happened(TODAY))

    def be_cut_off() -> None:
        with writing(database()) as session:
            transition = locked(session, REFERENCE)
            write(session, transition, actor=TESTER, act="lost", data={})
            own_postgresql.stop_at_once()
            write(session, transition, actor=TESTER, act="lost", data={})

    with pytest.raises(OutsideError) as failure:
        be_cut_off()
    assert failure.value.exit_code == 75
    assert "Traceback" not in str(failure.value)
    with pytest.raises(OutsideError, match="The database failed"):
        log_of(REFERENCE)
    answer = changeover(RECORD, CHANGEOVER_DATABASE_URL=url)
    assert (answer.returncode, "Traceback" in answer.stderr) == (75, False)

    own_postgresql.start()

    log = log_of(REFERENCE)
    assert (log[-1]["sequence"], log[-1]["act"]) == (acknowledged, "step-recorded")
    assert record_step(REFERENCE, "1.7", "eastholt", happened(TODAY)) == acknowledged + 1
    verify_all()


def test_what_a_server_held_is_restored_into_a_file(
    worked: str, happened: Happened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way out when the server is gone for good: the last backup, without PostgreSQL."""
    record_step(worked, "1.7", "northmere", happened(TODAY))
    back_up(tmp_path / "backup.zip")
    before = log_of(worked)
    place = tmp_path / "again"
    monkeypatch.setenv("CHANGEOVER_HOME", str(place))
    monkeypatch.setenv("CHANGEOVER_DATABASE_URL", f"sqlite:///{place / 'changeover.db'}")
    restore(tmp_path / "backup.zip")
    assert log_of(worked) == before
    verify_all()
