"""Databases that earlier releases left behind, brought up by this one; see `released/recording.py`.

In each a council has decided, a step was recorded, a scenario adopted and a baseline taken.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import MetaData, create_engine, inspect

from models.archive.rows import insert
from models.database import SCHEMA, _address, _prepare_sqlite, database, reshaping, revision
from models.migrations import bring_to, revisions
from models.recording import record_step
from models.reports import log_of, timetable_of
from models.verification import verify_all
from rules.situation import DecisionId, StepId
from tests.engine.killing import KILLED, runner

if TYPE_CHECKING:
    from tests.conftest import Command

Happened = Callable[..., Any]
RELEASED = Path(__file__).parent / "released"
REFERENCE = "a-transition"
DAY = date(2026, 10, 14)
#: The revisions that a file can be brought up from.
OLDER = revisions()[:-1]
#: From here on the log names the rule files of a transition when it opens.
FIRST_WITH_RULE_SETS = "0007"


def recorded(wanted: str) -> dict[str, list[dict[str, Any]]]:
    """Every row that a release of those tables left, by table."""
    path = RELEASED / f"{wanted}.json.gz"
    rows: dict[str, list[dict[str, Any]]] = json.loads(gzip.decompress(path.read_bytes()))
    return rows


def laid(url: str, wanted: str) -> None:
    """The database at that address is as the release of that revision left it."""
    engine = create_engine(_address(url))
    if engine.name == "sqlite":
        Path(str(engine.url.database)).parent.mkdir(parents=True)
        _prepare_sqlite(engine)
    try:
        with reshaping(engine) as connection:
            bring_to(connection, wanted)
            tables = MetaData()
            tables.reflect(connection)
            rows = recorded(wanted)
            for table in tables.sorted_tables:
                insert(connection, table, rows.get(table.name, ()))
    finally:
        engine.dispose()


def test_a_file_of_every_revision_is_kept() -> None:
    """Whoever adds a migration records first what the release before it leaves behind.

    `python -m tests.engine.released.recording CHECKOUT`, with a checkout of that release.
    """
    assert {path.name for path in RELEASED.glob("*.gz")} >= {f"{each}.json.gz" for each in OLDER}


@pytest.mark.parametrize("wanted", OLDER)
def test_a_live_case_is_brought_up_whole_and_goes_on(
    store: str, wanted: str, happened: Happened
) -> None:
    """Its log is what it was, its rows are what the log says, and the next step is recorded."""
    laid(store, wanted)
    entries = recorded(wanted)["logentry"]

    log = log_of(REFERENCE)

    assert [each["digest"] for each in log[: len(entries)]] == [each["digest"] for each in entries]
    pinned = ["rule-set-pinned"] if wanted < FIRST_WITH_RULE_SETS else []
    assert [each["act"] for each in log[len(entries) :]] == pinned
    assert [each["reference"] for each in verify_all()] == [REFERENCE]
    with database().connect() as connection:
        assert revision(connection) == SCHEMA
    found = timetable_of(REFERENCE, DAY).situation
    decision = DecisionId("in-principle", "southwark")
    assert found.chosen[decision] == date(2026, 10, 13)
    assert StepId("2.4") in found.done
    assert StepId("1.7", "southwark") in found.presumed
    assert found.slips == {StepId("9.2"): 5}
    noticed = happened(date(2026, 9, 1), today=DAY)
    assert record_step(REFERENCE, "1.7", "southwark", noticed) == len(log) + 1
    assert verify_all()


def test_the_file_of_an_older_release_is_kept_beside_the_new_one(home: Path) -> None:
    """As docs/recovery.md says: put in place of it, it is what the older release left."""
    file = home / "changeover.db"
    laid(f"sqlite:///{file}", "0005")
    before = tables_of(f"sqlite:///{file}")
    assert verify_all()
    kept = home / "changeover.db.before-upgrade-from-0005"
    assert tables_of(f"sqlite:///{kept}") == before
    database().dispose()
    kept.replace(file)
    assert tables_of(f"sqlite:///{file}") == before


#: Brings the database up, and is killed after so many statements of that.
_UPGRADE = """
import os, signal
from sqlalchemy import Engine, event

left = int(os.environ["STATEMENTS"])

@event.listens_for(Engine, "after_cursor_execute")
def kill(connection, *_):
    global left
    left -= connection.get_execution_options().get("changeover_writes", False)
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

from models.database import database
database()
"""
#: Every so many statements an upgrade is killed.
STRIDE = 41


def test_an_upgrade_killed_anywhere_leaves_the_database_as_it_was(
    store: str, changeover: Command
) -> None:
    """Through every migration there is; done again it goes through, and nothing is lost."""
    laid(store, "0001")
    before = tables_of(store)
    with runner(changeover.environment(CHANGEOVER_DATABASE_URL=store)) as upgrade:
        for number in count(1, STRIDE):
            if (ended := upgrade(_UPGRADE, STATEMENTS=str(number))) == 0:
                break
            assert ended == KILLED
            assert tables_of(store) == before
    assert number > 2 * STRIDE
    assert tables_of(store) != before
    assert timetable_of(REFERENCE, DAY).situation.slips == {StepId("9.2"): 5}
    assert verify_all()


def tables_of(url: str) -> dict[str, list[str]]:
    """The columns of each table, by its name, as the database has them."""
    engine = create_engine(_address(url))
    try:
        found = inspect(engine)
        return {
            name: [column["name"] for column in found.get_columns(name)]
            for name in sorted(found.get_table_names())
        }
    finally:
        engine.dispose()
