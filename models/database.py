"""The database: one SQLite file by default, or PostgreSQL, brought up to date when opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakSet

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel

from models.failing import mapped
from models.interruption import write_point
from models.settings import database_url
from rules.errors import DatabaseDamaged, InputError

#: The migration this code expects; a test holds it to the newest file in models/migrations.
SCHEMA = "0011"
_SQLITE = "sqlite:///"
_IN_MEMORY = f"{_SQLITE}:memory:"
_KINDS = (_SQLITE, "postgresql://")
_BUSY_MILLISECONDS = 30_000
#: The number of the lock that `take_turns` holds in PostgreSQL.
_TURN = 1_128_812_118
#: What a connection is told that asks one thing: SQLite then begins no transaction.
_ASKS = "changeover_asks"
_OPENED: WeakSet[Engine] = WeakSet()


def database(url: str | None = None) -> Engine:
    """The database at that address (the one of the settings), its tables up to date.

    Raises: OutsideError when it cannot be opened; InputError for an address that is none;
    StateError when a newer release made its tables.
    """
    return _opened(url or database_url())


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads, seeing one state of the database throughout."""
    if engine.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with mapped(), Session(engine) as session:
        yield session


@contextmanager
def asking(engine: Engine) -> Iterator[Connection]:
    """A connection for one statement that only reads: it sees one state without a transaction."""
    plain = {"isolation_level": "AUTOCOMMIT"}
    options: dict[str, Any] = plain if engine.name == "postgresql" else {_ASKS: True}
    with mapped(), engine.connect() as connection:
        yield connection.execution_options(**options)


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction: all of it is kept, or none. Writers of one SQLite file take turns."""
    with mapped(), engine.connect().execution_options(changeover_writes=True) as connection:
        with connection.begin(), Session(connection, expire_on_commit=False) as session:
            yield session
            session.flush()
            write_point("before-commit")
        write_point("after-commit")


@contextmanager
def reshaping(engine: Engine) -> Iterator[Connection]:
    """One transaction in which tables may be changed; whoever else wants to waits for its turn.

    SQLite changes a table by making another in its place, which foreign keys would forbid: they
    are looked at in the end instead. Raises: DatabaseDamaged when a row then points nowhere.
    """
    with (
        mapped(),
        engine.connect().execution_options(changeover_writes=True) as connection,
        _foreign_keys_at_the_end(connection),
    ):
        with connection.begin():
            take_turns(connection)
            yield connection
            if engine.name == "sqlite":
                _refuse(connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall())
            write_point("before-commit")
        write_point("after-commit")


def take_turns(connection: Connection) -> None:
    """Whoever else calls this waits until the transaction ends; SQLite's writers do so anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:turn)"), {"turn": _TURN})


def refuse_damaged(engine: Engine) -> None:
    """Nothing when every page of a SQLite file is as it should be; PostgreSQL sees to its own.

    Raises: DatabaseDamaged.
    """
    if engine.name == "sqlite":
        with mapped(), engine.connect() as connection:
            told = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
            _refuse([each for each in told if each != "ok"])


@contextmanager
def passing() -> Iterator[Engine]:
    """A database of its own in memory, for a plan that is not kept.

    Its tables are made at once, without the migrations, which take far longer to load.
    """
    import models.tables  # noqa: F401

    engine = create_engine(_IN_MEMORY, poolclass=StaticPool)
    _prepare_sqlite(engine)
    try:
        SQLModel.metadata.create_all(engine)
        yield engine
    finally:
        engine.dispose()


def close_files() -> None:
    """No SQLite file is open any more: each is whole, without its write-ahead log beside it."""
    for engine in list(_OPENED):
        if engine.name == "sqlite":
            engine.dispose()


def revision(connection: Connection) -> str | None:
    """The revision of the tables; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


@cache
def _opened(url: str) -> Engine:
    engine = _open(url)
    _OPENED.add(engine)
    return engine


def _open(url: str) -> Engine:
    with mapped(OSError):
        if url.startswith(_SQLITE):
            Path(url.removeprefix(_SQLITE)).parent.mkdir(parents=True, exist_ok=True)
        # A server that was restarted is met by the next call, which connects again.
        engine = create_engine(_address(url), pool_pre_ping=True)
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
        with engine.connect() as connection:
            found = revision(connection)
        if found != SCHEMA:
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
        options = connection.get_execution_options()
        if not options.get(_ASKS):
            writes = options.get("changeover_writes")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _foreign_keys_at_the_end(connection: Connection) -> Iterator[None]:
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _refuse(told: Sequence[Any]) -> None:
    if told:
        raise DatabaseDamaged(
            f"The database is damaged: {'; '.join(map(str, told))}.",
            "a database whose every page and row can be read.",
            "restore the last backup with `changeover restore`; see docs/recovery.md.",
        )
