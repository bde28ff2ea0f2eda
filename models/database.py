"""The database: one SQLite file by default, or PostgreSQL, brought up to date when opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from models.settings import settings
from rules.errors import InputError, OutsideError

#: The migration this code expects; a test holds it to the newest file in models/migrations.
SCHEMA = "0002"
_SQLITE = "sqlite:///"
_IN_MEMORY = f"{_SQLITE}:memory:"
_KINDS = (_SQLITE, "postgresql://")
_BUSY_MILLISECONDS = 30_000
#: The number of the lock that `take_turns` holds in PostgreSQL.
_TURN = 1_128_812_118


def database(url: str | None = None) -> Engine:
    """The database at that address (the one of the settings), its tables up to date.

    Raises: OutsideError when it cannot be opened; InputError for an address that is none;
    StateError when a newer release made its tables.
    """
    return _opened(url or settings().database_url)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads, seeing one state of the database throughout."""
    with _mapped(), Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction: all of it is kept, or none. Writers of one SQLite file take turns."""
    with (
        _mapped(),
        engine.connect().execution_options(changeover_writes=True) as connection,
        connection.begin(),
        Session(connection, expire_on_commit=False) as session,
    ):
        yield session
        session.flush()


def take_turns(connection: Connection) -> None:
    """Whoever else calls this waits until the transaction ends; SQLite's writers do so anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:turn)"), {"turn": _TURN})


@contextmanager
def passing() -> Iterator[Engine]:
    """A database of its own in memory, for a plan that is not kept."""
    engine = _open(_IN_MEMORY)
    try:
        yield engine
    finally:
        engine.dispose()


@cache
def _opened(url: str) -> Engine:
    return _open(url)


def _open(url: str) -> Engine:
    with _mapped(DatabaseError, OSError):
        if url.startswith(_SQLITE) and url != _IN_MEMORY:
            Path(url.removeprefix(_SQLITE)).parent.mkdir(parents=True, exist_ok=True)
        options = {"poolclass": StaticPool} if url == _IN_MEMORY else {}
        engine = create_engine(_address(url), **options)
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
        if _schema(engine) != SCHEMA:
            from models.migrations import upgrade

            upgrade(engine)
    return engine


def _address(url: str) -> URL:
    try:
        if url.startswith(_KINDS):
            return make_url(url.replace("postgresql://", "postgresql+psycopg://", 1))
    except (ArgumentError, ValueError):
        pass
    raise InputError(
        "CHANGEOVER_DATABASE_URL is no address of a database.",
        f"an address that begins {' or '.join(_KINDS)}.",
        "mend it; or leave it out for a SQLite file in the home folder.",
    )


def _schema(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("select version_num from alembic_version")).scalar()


def _prepare_sqlite(engine: Engine) -> None:
    """Durable, with foreign keys, and every writing transaction locked from its first word."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={_BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        writes = connection.get_execution_options().get("changeover_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _mapped(*failures: type[Exception]) -> Iterator[None]:
    """What fails outside, the database itself unless others are named, is an `OutsideError`."""
    mapped = failures or (OperationalError,)
    try:
        yield
    except mapped as error:
        raise OutsideError(
            f"The database failed: {getattr(error, 'orig', error)}.",
            "a database that can be opened and written.",
            "check CHANGEOVER_DATABASE_URL, the disk and the permissions; then run it again.",
        ) from error
