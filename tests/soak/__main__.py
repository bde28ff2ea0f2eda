"""`make soak`: what takes too long for every change. It prints its figures, and fails on any fault.

`python -m tests.soak kills` runs one part alone: kills, lives or years; `--database sqlite` or
`--database postgresql` over one of the two.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.postgresql import HASTY, Postgresql, postgresql_server
from tests.soak.kills import matrix
from tests.soak.life import LIFE
from tests.soak.machine import Life
from tests.soak.places import Database, OnServer, Sqlite
from tests.soak.years import live

#: Kills in each database: at least those at every write point of the life in turn; more in the one
#: where a process starts and ends sooner.
KILLS = {"sqlite": 700, "postgresql": 340}
#: Random lives in each database, and how many acts each is long.
LIVES, ACTS = 40, 60
DAYS, TRANSITIONS = 3 * 365 + 1, 50

KINDS = ["sqlite", "postgresql"]

Faults = Iterator[str]


def kills(server: Postgresql, folder: Path, kinds: list[str], seed: int) -> Faults:
    """A whole life killed at each write point in turn, then anywhere, in either database."""
    for kind in kinds:
        database: Database = Sqlite() if kind == "sqlite" else OnServer(server)
        with matrix(folder / database.kind, database) as found:
            found.in_turn(range(len(LIFE)))
            in_turn = found.tally.in_turn
            found.at_random(max(KILLS[kind] - in_turn, 20), Random(seed))
        tally = found.tally
        say(
            f"kills, {tally.kind}: {in_turn} at each write point of {len(LIFE)} acts in turn and "
            f"{tally.at_random} at random, in {tally.seconds:.0f} seconds"
        )
        yield from tally.faults


def lives(server: Postgresql, folder: Path, kinds: list[str], seed: int) -> Faults:
    """Random lives, each act of which is held to a simple model, in either database."""

    class OnPostgresql(Life):
        def start(self, home: Path) -> str:
            return server.new_database()

    for kind in kinds:
        began = time.monotonic()
        how = settings(
            max_examples=LIVES,
            stateful_step_count=ACTS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        try:
            run_state_machine_as_test(Life if kind == "sqlite" else OnPostgresql, settings=how)
        except Exception as error:
            yield f"lives, {kind}: {error!r}\n" + "\n".join(getattr(error, "__notes__", ()))
        took = time.monotonic() - began
        say(f"lives, {kind}: {LIVES} of at most {ACTS} acts, in {took:.0f} seconds")


def years(server: Postgresql, folder: Path, kinds: list[str], seed: int) -> Faults:
    """Three years of daily checks on a test clock, in a SQLite file."""
    found = live(folder / "years", DAYS, TRANSITIONS, seed)
    memory = " ".join(f"{each:.0f}" for each in found.megabytes)
    files = " ".join(map(str, found.files))
    say(
        f"years: {found.checks} checks over {TRANSITIONS} transitions in {DAYS} days told "
        f"{found.alerts} alerts, in {found.seconds:.0f} seconds; "
        f"memory after each tenth {memory} MB, open files {files}"
    )
    yield from found.faults


PARTS: dict[str, Callable[[Postgresql, Path, list[str], int], Faults]] = {
    "kills": kills,
    "lives": lives,
    "years": years,
}


@contextmanager
def prepared() -> Iterator[tuple[Postgresql, Path]]:
    """A PostgreSQL and a folder, for as long as they are used."""
    with (
        postgresql_server(HASTY) as server,
        tempfile.TemporaryDirectory(prefix="changeover-soak-") as folder,
    ):
        yield server, Path(folder)


def say(what: str) -> None:
    """It is told at once."""
    print(what, flush=True)


def main() -> int:
    """How many faults there were, each of them told."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("parts", nargs="*", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--database", choices=KINDS)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    kinds = [given.database] if given.database else KINDS
    with prepared() as (server, folder):
        faults = [
            each for part in given.parts for each in PARTS[part](server, folder, kinds, given.seed)
        ]
    for fault in faults:
        say(f"FAULT: {fault}")
    say(f"{len(faults)} faults")
    return min(len(faults), 1)


if __name__ == "__main__":
    # Whoever stops it leaves no server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
