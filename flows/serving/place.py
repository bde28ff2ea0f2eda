"""Where what is served keeps its things, and the lock that lets one `serve` have a home."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rules.errors import AlreadyServed


@dataclass(frozen=True, kw_only=True)
class Served:
    """A `serve` that runs: its process and the address of its page."""

    process: int
    page: str

    @property
    def api(self) -> str:
        """The address of its Prefect API."""
        return f"{self.page}/api"


def folder_of(home: Path) -> Path:
    """The folder of everything that `serve` keeps in a home."""
    return home / "serve"


@contextmanager
def held(home: Path, page: str) -> Iterator[Path]:
    """The home is served by this process alone; the folder for its things.

    The lock goes with the process, however that ends. Raises: AlreadyServed.
    """
    folder = folder_of(home)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as file:
        if not _locked(file):
            raise _already_served(home, _read(folder / "lock"))
        file.truncate(0)
        file.write(json.dumps({"process": os.getpid(), "page": page}))
        file.flush()
        try:
            yield folder
        finally:
            file.truncate(0)


def served(home: Path) -> Served | None:
    """The `serve` that has a home now; None where there is none."""
    path = folder_of(home) / "lock"
    if not path.is_file():
        return None
    with path.open(encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return _read(path)
    return None


def _locked(file: IO[str]) -> bool:
    """Whether the lock was free; whoever only asks who serves holds it for a moment."""
    for _ in range(10):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False


def _read(path: Path) -> Served | None:
    try:
        return Served(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _already_served(home: Path, other: Served | None) -> AlreadyServed:
    told = f" by process {other.process}, with its page at {other.page}" if other else ""
    return AlreadyServed(
        f"{home} is served already{told}.",
        "one `changeover serve` for each home.",
        "use the one that runs, or stop it first; set CHANGEOVER_HOME to serve another home.",
    )
