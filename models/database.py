"""The database: one SQLite file by default, or PostgreSQL, brought up to date when opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from models.settings import settings
from rules.errors import OutsideError

#: The migration this code expects; a test holds it to the newest file in models/migrations.
SCHEMA = "0001"
#: A database that lives as long as the process, for plans that are not kept.
IN_MEMORY = "sqlite:///:memory:"
_BUSY_MILLISECONDS = 30_000


def database(url: str | None = None) -> Engine:
    """The database at that address (the one of the settings), its tables up to date.

    Raises: OutsideError when it cannot be opened.
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


@cache
def _opened(url: str) -> Engine:
    if url.startswith("sqlite:///") and url != IN_MEMORY:
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    options = {"poolclass": StaticPool} if url == IN_MEMORY else {}
    engine = create_engine(_with_driver(url), **options)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    with _mapped():
        if _schema(engine) != SCHEMA:
            from models.migrations import upgrade

            upgrade(engine)
    return engine


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


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
def _mapped() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise OutsideError(
            f"The database failed: {error.orig}.",
            "a database that can be opened and written.",
            "check CHANGEOVER_DATABASE_URL, the disk and the permissions; then run it again.",
        ) from error
