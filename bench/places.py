"""Where the bench keeps what it makes: a home of its own, and a database of either kind."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.postgresql import DURABLE, NotInstalled, Postgresql, postgresql_server

#: On a disk where there is one: `/tmp` is often in memory, where keeping costs nothing.
_DISK = Path("/var/tmp")
_OURS = ("CHANGEOVER_HOME", "CHANGEOVER_DATABASE_URL", "CHANGEOVER_PAPERS")


@dataclass(kw_only=True)
class Store:
    """A kind of database: where the product has its own, as many as are wanted, and a peer its."""

    kind: str
    folder: Path
    server: Postgresql | None = None
    urls: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def driver(self) -> str:
        """The bare library of this kind of database."""
        return "psycopg" if self.server else "sqlite3"

    def url(self, name: str) -> str:
        """The address of the database of that name, empty at first."""
        if name not in self.urls:
            path = self.folder / f"{name}.db"
            self.urls[name] = self.server.new_database() if self.server else f"sqlite:///{path}"
        return self.urls[name]

    def use(self, name: str = "changeover") -> None:
        """The product is in the database of that name from now on."""
        os.environ["CHANGEOVER_DATABASE_URL"] = self.url(name)
        self.used.add(self.url(name))

    def bare(self, name: str) -> Any:
        """A bare connection to it that is as durable as the product's; it begins nothing itself."""
        if self.server:
            return self.server.connect(self.url(name).rsplit("/", 1)[1])
        path = self.url(name).removeprefix("sqlite:///")
        connection = sqlite3.connect(path, isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        return connection

    def mark(self, statement: str) -> str:
        """The statement, each `?` in it as this library marks a parameter."""
        return statement.replace("?", "%s") if self.server else statement


@contextmanager
def home() -> Iterator[Path]:
    """A fresh home on a disk; what was set for the product before is set again at the end."""
    before = {name: os.environ.pop(name) for name in _OURS if name in os.environ}
    place = _DISK if _DISK.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="changeover-bench-", dir=place) as folder:
        os.environ["CHANGEOVER_HOME"] = folder
        try:
            yield Path(folder)
        finally:
            for name in _OURS:
                os.environ.pop(name, None)
            os.environ.update(before)


def stores() -> Iterator[Store]:
    """SQLite, then PostgreSQL where it is installed; the product is in each in turn."""
    with home() as folder, ExitStack() as stack:
        found = [Store(kind="SQLite", folder=folder)]
        try:
            server = stack.enter_context(postgresql_server(DURABLE))
            found.append(Store(kind="PostgreSQL", folder=folder, server=server))
        except NotInstalled as error:
            print(error, file=sys.stderr)
        for store in found:
            store.use()
            yield store
            _close(store.used)


def _close(urls: Iterable[str]) -> None:
    """The product has none of these databases open any more."""
    from models.database import _opened, database

    for url in urls:
        database(url).dispose()
    _opened.cache_clear()
