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


@dataclass
class Postgresql:
    """A PostgreSQL that listens on loopback until it is stopped."""

    port: int
    databases: int = 0

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


@contextmanager
def postgresql_server(how: tuple[str, ...]) -> Iterator[Postgresql]:
    """A server of its own for as long as the block runs; it does not run as root.

    `how` is `HASTY` or `DURABLE`. Raises: NotInstalled.
    """
    binaries = _binaries()
    place = Path(tempfile.mkdtemp(prefix="changeover-postgresql-"))
    data, server = place / "data", None
    try:
        run_as = _as_other_user(place)
        made = [*run_as, binaries / "initdb", "-D", data, *_AS_MADE]
        subprocess.run(made, cwd=place, check=True, capture_output=True)
        found = Postgresql(port=_free_port())
        with (place / "log").open("wb") as log:
            run = [*run_as, binaries / "postgres", "-D", data, "-p", str(found.port)]
            server = subprocess.Popen(
                [*run, *_ON_LOOPBACK, *how], cwd=place, stdout=log, stderr=log
            )
        _wait_until_up(found, server, place / "log")
        yield found
    finally:
        if server:
            _stop(data / "postmaster.pid", server)
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


def _wait_until_up(server: Postgresql, process: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            server.connect().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"PostgreSQL did not start:\n{log.read_text()}")


def _stop(pid_file: Path, process: subprocess.Popen[bytes]) -> None:
    """The server has ended, by the process id it wrote down itself."""
    if pid_file.exists():
        os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGINT)
    process.wait(timeout=START_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
