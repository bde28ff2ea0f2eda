"""Where a life is lived: a home and a database of either kind, kept as they stand and put back."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine

from models.database import _prepare_sqlite, reshaping
from models.migrations import bring_to
from tests.engine.servers import JsonTarget, MailServer
from tests.postgresql import Postgresql


class Database(Protocol):
    """A database that can be kept as it stands under a name, and put back."""

    kind: str

    def url(self, home: Path) -> str: ...
    def keep(self, name: str) -> None: ...
    def put_back(self, name: str) -> None: ...
    def wait(self) -> None: ...
    def close(self) -> None: ...


class Sqlite:
    """One file, which lies in the home and is kept with it."""

    kind = "sqlite"

    def url(self, home: Path) -> str:
        """Where it is."""
        return f"sqlite:///{home / 'changeover.db'}"

    def keep(self, name: str) -> None:
        """It is kept with its home."""

    def put_back(self, name: str) -> None:
        """It is put back with its home."""

    def wait(self) -> None:
        """A process that was killed leaves nobody behind."""

    def close(self) -> None:
        """Nothing is open."""


class OnServer:
    """A database of a PostgreSQL server, kept in schemas of its own.

    Its rows are put back, not its files: copying those for each kill took longer than all the rest.
    """

    kind = "postgresql"

    def __init__(self, server: Postgresql) -> None:
        self._url = server.new_database()
        self._name = self._url.rpartition("/")[2]
        self._connection = server.connect(self._name)
        self._process = self._connection.info.backend_pid
        # Rows are put back without asking which hang on which.
        self._connection.execute("set session_replication_role = replica")

    def url(self, home: Path) -> str:
        """Its address."""
        return self._url

    def keep(self, name: str) -> None:
        """A schema holds the rows as they stand."""
        copies = (f"create table {name}.{each} as table public.{each}" for each in self._tables())
        self._do(f"drop schema if exists {name} cascade", f"create schema {name}", *copies)

    def put_back(self, name: str) -> None:
        """The rows are as that schema holds them; tables that it has not are gone."""
        kept, now = self._tables(name), self._tables()
        if not kept:
            self._do("drop schema public cascade", "create schema public")
            return
        assert kept == now, "tables are kept as they are"
        self._do(*(f"delete from {each}" for each in kept))
        self._do(*(f"insert into {each} select * from {name}.{each}" for each in kept))

    def wait(self) -> None:
        """No process that was killed is still being served: what it was at is kept, or not."""
        query = "select count(*) from pg_stat_activity where datname = %s and pid <> %s"
        while self._connection.execute(query, (self._name, self._process)).fetchone()[0]:
            time.sleep(0.002)

    def close(self) -> None:
        """The connection that keeps and puts back is closed."""
        self._connection.close()

    def _tables(self, schema: str = "public") -> list[str]:
        query = "select tablename from pg_tables where schemaname = %s order by tablename"
        return [name for (name,) in self._connection.execute(query, (schema,))]

    def _do(self, *statements: str) -> None:
        """All of it in one transaction, sent at once."""
        self._connection.execute("; ".join(statements))


@dataclass
class Place:
    """A home with its database, and the servers that take its messages."""

    folder: Path
    database: Database
    mail: MailServer
    target: JsonTarget
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True)
        _make_older_file(self.home / "older.db")
        self.environment = {
            "CHANGEOVER_HOME": str(self.home),
            "CHANGEOVER_DATABASE_URL": self.database.url(self.home),
            "CHANGEOVER_ACTOR": "a tester",
            "CHANGEOVER_SMTP_URL": self.mail.url,
            "CHANGEOVER_MAIL_FROM": "exit@northmere.example",
            "CHANGEOVER_APPRISE_URLS": self.target.url,
        }

    @property
    def home(self) -> Path:
        """Everything but a database on a server."""
        return self.folder / "home"

    def keep(self, name: str = "kept") -> None:
        """What stands now can be put back."""
        self.database.wait()
        shutil.rmtree(self.folder / name, ignore_errors=True)
        shutil.copytree(self.home, self.folder / name)
        self.database.keep(name)

    def put_back(self, name: str = "kept") -> None:
        """Everything is as it was kept, and the servers have taken nothing."""
        shutil.rmtree(self.home)
        shutil.copytree(self.folder / name, self.home)
        self.database.put_back(name)
        self.mail.letters.clear()
        self.target.taken.clear()

    def taken(self) -> list[str]:
        """What the servers took: the subject of each message, with whom it went to."""
        mail = [f"{each['Subject']} to {each['To']}" for each in self.mail.letters]
        return mail + [f"{each['title']} to the team" for each in self.target.taken]


def _make_older_file(path: Path) -> None:
    """A file of an older release lies there, as its tables were at its first migration."""
    engine = create_engine(f"sqlite:///{path}")
    _prepare_sqlite(engine)
    with reshaping(engine) as connection:
        bring_to(connection, "0001")
    engine.dispose()
