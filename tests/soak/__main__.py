"""`make soak`: what takes too long for every change. It prints its figures, and fails on any fault.

`python -m tests.soak kills` runs one part alone; `--kills N` for so many over both databases.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.postgresql import HASTY, postgresql_server
from tests.soak.kills import Tally, matrix
from tests.soak.life import LIFE
from tests.soak.places import Database, OnServer, Sqlite

#: Kills over both databases, unless asked for otherwise.
KILLS = 1_200


def kills(wanted: int, seed: int) -> list[str]:
    """The kill matrix over both databases; its faults."""
    faults = []
    with tempfile.TemporaryDirectory(prefix="changeover-soak-") as folder:
        for database in databases():
            tally = killed(Path(folder) / database.kind, database, wanted // 2, seed)
            say(
                f"kills, {tally.kind}: {tally.in_turn} at each write point of {len(LIFE)} acts, "
                f"{tally.at_random} at random, {tally.seconds:.0f} seconds, "
                f"{len(tally.faults)} faults"
            )
            faults += tally.faults
    return faults


def killed(folder: Path, database: Database, wanted: int, seed: int) -> Tally:
    """Every write point in turn, then as many kills at random as are still wanted."""
    with matrix(folder, database) as found:
        found.in_turn(range(len(LIFE)))
        found.at_random(max(wanted - found.tally.in_turn, wanted // 4), Random(seed))
    return found.tally


def databases() -> Iterator[Database]:
    """One of each kind, while it is used."""
    yield Sqlite()
    with postgresql_server(HASTY) as server:
        yield OnServer(server)


def say(what: str) -> None:
    """It is told at once."""
    print(what, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = kills(given.kills, given.seed)
    for fault in found:
        say(f"FAULT: {fault}")
    sys.exit(bool(found))
