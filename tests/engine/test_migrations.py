"""Migrations: the tables they make are the tables of the models, on either kind of database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

import models.tables  # noqa: F401
from models.database import SCHEMA, _open, database
from models.migrations import config
from rules.errors import InputError, OutsideError, StateError

if TYPE_CHECKING:
    from tests.conftest import Command


def test_the_migrations_make_the_tables_of_the_models(store: str) -> None:
    """Alembic, asked what it would change, finds nothing."""
    with database().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_code_expects_the_newest_migration() -> None:
    """`models.database.SCHEMA` is the revision that a database has after every migration."""
    assert ScriptDirectory.from_config(config()).get_heads() == [SCHEMA]


def test_a_database_that_is_up_to_date_is_opened_as_it_is(store: str) -> None:
    """What is in it stays, and the revision is noted once."""
    with database().begin() as connection:
        connection.execute(text("insert into supplier (name) values ('kept')"))

    with _open(store).connect() as connection:
        assert connection.execute(text("select name from supplier")).scalars().all() == ["kept"]
        noted = connection.execute(text("select version_num from alembic_version"))
        assert noted.scalars().all() == [SCHEMA]


def test_several_processes_may_open_a_new_database_at_once(store: str, changeover: Command) -> None:
    """One makes the tables, and the others wait for it."""
    with ThreadPoolExecutor(3) as pool:
        runs = [pool.submit(changeover, "list", CHANGEOVER_DATABASE_URL=store) for _ in range(3)]
    assert [(run.result().returncode, run.result().stderr) for run in runs] == [(0, "")] * 3
    assert {"transition", "logentry", "stepstate"} <= set(inspect(database()).get_table_names())


def test_a_database_of_a_newer_release_is_refused(store: str) -> None:
    """An older release never writes into tables that it does not know."""
    with database().begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(StateError, match=r"revision unknown here.*'9999'"):
        _open(store)


@pytest.mark.parametrize(
    "address",
    ["changeover.db", "mysql://127.0.0.1/changeover", "postgresql://127.0.0.1:port/changeover"],
)
def test_what_is_no_address_of_a_database_is_refused(home: object, address: str) -> None:
    """The message says which addresses there are, and never repeats one: it may hold a password."""
    with pytest.raises(InputError, match="begins sqlite:/// or postgresql://") as refusal:
        database(address)
    assert address not in str(refusal.value)


@pytest.mark.parametrize("address", ["postgresql://127.0.0.1:1/x", "sqlite:////proc/no/such.db"])
def test_a_database_that_cannot_be_opened_failed_outside(home: object, address: str) -> None:
    """Trying again may help, so it is the error that is tried again."""
    with pytest.raises(OutsideError, match="check CHANGEOVER_DATABASE_URL, the disk"):
        database(address)
