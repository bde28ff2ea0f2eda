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
    """A database of a PostgreSQL server, and copies of it."""

    kind = "postgresql"

    def __init__(self, server: Postgresql) -> None:
        self._url = server.new_database()
        self._name = self._url.rpartition("/")[2]
        self._connection = server.connect()

    def url(self, home: Path) -> str:
        """Its address."""
        return self._url

    def keep(self, name: str) -> None:
        """A copy is as the database stands."""
        self._copy(self._name, f"{self._name}_{name}")

    def put_back(self, name: str) -> None:
        """The database is as a copy stands."""
        self._copy(f"{self._name}_{name}", self._name)

    def wait(self) -> None:
        """No process that was killed is still being served: what it was at is kept, or not."""
        query = "select count(*) from pg_stat_activity where datname = %s"
        while self._connection.execute(query, (self._name,)).fetchone()[0]:
            time.sleep(0.002)

    def close(self) -> None:
        """The connection that keeps and puts back is closed."""
        self._connection.close()

    def _copy(self, of: str, to: str) -> None:
        self._connection.execute(f"drop database if exists {to} with (force)")
        self._connection.execute(f"create database {to} template {of} strategy file_copy")


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
