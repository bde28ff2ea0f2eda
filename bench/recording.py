"""One recorded step with its log entry beside the same two statements in bare sqlite3."""

from __future__ import annotations

import itertools
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.measure import Figure, side_by_side

EXAMPLE = Path(__file__).parent.parent / "examples" / "worked-2027.toml"
DAY = date(2027, 6, 1)


def figures() -> Iterator[Figure]:
    """A durable step on a file, both ways."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CHANGEOVER_HOME"] = folder
        yield _recorded(Path(folder))


def _recorded(folder: Path) -> Figure:
    from models.actor import Actor
    from models.happened import Happened
    from models.opening import open_transition, read_and_check
    from models.recording import record_step

    file = read_and_check(EXAMPLE)
    references = (f"worked-{number}" for number in itertools.count())
    waiting: list[str] = []
    for _ in range(200):
        reference = next(references)
        open_transition(file.model_copy(update={"reference": reference}), actor=Actor(name="bench"))
        waiting.append(reference)
    happened = Happened(
        on=DAY, by="bench", evidence="measured", actor=Actor(name="bench"), today=DAY
    )
    bare = _bare(folder / "bare.db")
    numbers = itertools.count()

    def ours() -> None:
        record_step(waiting.pop(), "2.4", None, happened)

    def theirs() -> None:
        number = next(numbers)
        with bare:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO log VALUES (?, ?)", (number, "x" * 200))
            bare.execute("INSERT INTO state VALUES (?, ?)", (number, "done"))

    return side_by_side(
        "record one step",
        ours,
        "the same two statements, bare sqlite3",
        theirs,
        repeat=20,
        rounds=7,
    )


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE log (n INTEGER PRIMARY KEY, entry TEXT);"
        "CREATE TABLE state (n INTEGER PRIMARY KEY, status TEXT);"
    )
    return connection
