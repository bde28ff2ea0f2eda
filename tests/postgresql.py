"""A PostgreSQL on loopback from the binaries of this machine, for the tests and the bench."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: How long a server may take to start on a busy machine.
START_SECONDS = 60
_AS_MADE = ("-U", "changeover", "-A", "trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
_ON_LOOPBACK = ("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=")
#: How to run where nothing need outlive a power cut.
HASTY = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
#: How to run as in use: an answer that a transaction is kept means that it is on the disk.
DURABLE = ("-c", "fsync=on", "-c", "synchronous_commit=on")


class NotInstalled(Exception):
    """This machine has no PostgreSQL, or nobody to run it as; the message says what to do."""


@dataclass(kw_only=True)
class Postgresql:
    """A PostgreSQL in a folder, on loopback; it may be stopped and started again."""

    place: Path
    port: int
    how: tuple[str, ...]
    databases: int = 0
    server: subprocess.Popen[bytes] | None = None

    def connect(self, database: str = "postgres") -> Any:
        """A connection that keeps each statement at once."""
        import psycopg

        address = f"host=127.0.0.1 port={self.port} user=changeover dbname={database}"
        return psycopg.connect(address, autocommit=True)

    def new_database(self) -> str:
        """The address of a database just made."""
        self.databases += 1
        name = f"test_{self.databases}"
        with self.connect() as connection:
            connection.execute(f"create database {name}")
        return f"postgresql://changeover@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        """It answers."""
        run = [*_as_other_user(self.place), _binaries() / "postgres", "-D", self.place / "data"]
        run += ["-p", str(self.port), *_ON_LOOPBACK, *self.how]
        with (self.place / "log").open("ab") as log:
            self.server = subprocess.Popen(run, cwd=self.place, stdout=log, stderr=log)
        self._wait_until_up(self.server)

    def stop(self, signalled: signal.Signals = signal.SIGINT) -> None:
        """It has ended, by the process id it wrote down itself."""
        pid_file = self.place / "data" / "postmaster.pid"
        if pid_file.exists():
            os.kill(int(pid_file.read_text().splitlines()[0]), signalled)
        if self.server:
            self.server.wait(timeout=START_SECONDS)

    def stop_at_once(self) -> None:
        """It has ended as in a crash: whatever was under way is lost."""
        self.stop(signal.SIGQUIT)

    def _wait_until_up(self, process: subprocess.Popen[bytes]) -> None:
        import psycopg

        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"PostgreSQL did not start:\n{(self.place / 'log').read_text()}")


@contextmanager
def postgresql_server(how: tuple[str, ...]) -> Iterator[Postgresql]:
    """A server of its own for as long as the block runs; it does not run as root.

    `how` is `HASTY` or `DURABLE`. Raises: NotInstalled.
    """
    binaries = _binaries()
    place = Path(tempfile.mkdtemp(prefix="changeover-postgresql-"))
    found = Postgresql(place=place, port=_free_port(), how=how)
    try:
        made = [*_as_other_user(place), binaries / "initdb", "-D", place / "data", *_AS_MADE]
        subprocess.run(made, cwd=place, check=True, capture_output=True)
        found.start()
        yield found
    finally:
        found.stop()
        shutil.rmtree(place, ignore_errors=True)


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise NotInstalled("PostgreSQL is not installed: apt-get install postgresql")
    return found[-1].parent


def _as_other_user(place: Path) -> list[str]:
    """How to run what refuses root; `place` is then the other user's."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError as error:
        reason = "PostgreSQL refuses root, and there is no user postgres to run it as"
        raise NotInstalled(reason) from error
    shutil.chown(place, "postgres", "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
