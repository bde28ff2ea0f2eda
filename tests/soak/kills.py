"""The kill matrix: a life killed at every write point in turn, and then anywhere, and gone on with.

After each kill the next run finishes what was being done. Then the log must be whole, no step lost,
no effect made twice, the rows a fold of the log, and all as in a life that nobody killed.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from models.interruption import VARIABLE
from tests.engine.killing import KILLED, LOADED, Runner, runner
from tests.engine.servers import JsonTarget, http_server, mail_server
from tests.soak.life import LIFE
from tests.soak.places import Database, Place

#: What a process that is to be killed has loaded before it is forked.
WARM = (*LOADED, "tests.soak.going_on", "alembic.command", "apprise")
#: The longest that a process is left alone before it is killed at any moment.
LONGEST_SECONDS = 1.2
#: A process is killed at one of so many write points, or at any moment.
POINTS_AHEAD = 60

_PREPARE = "from tests.soak.going_on import warm_up; warm_up({until})"
_GO_ON = "from tests.soak.going_on import *; go_on({until})"
_FINISH = "from tests.soak.going_on import *; go_on({until}); answer = found()"
_FINISH_ONE = """
from tests.soak.going_on import *
place, _ = noted()
go_on(min(place + 1, {until}))
answer = [min(place, {until} - 1), found()]
"""
_ALONE = """
from tests.soak.going_on import *
answer = []
for place in range({until}):
    go_on(place + 1)
    answer.append(found())
"""

Found = dict[str, Any]


@dataclass
class Tally:
    """What a run of the matrix came to."""

    kind: str
    in_turn: int = 0
    at_random: int = 0
    seconds: float = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Matrix:
    """A life that is killed, and the same one left alone: how it stood after each of its acts."""

    place: Place
    forks: Runner
    tally: Tally
    alone: list[Found]

    def in_turn(self, wanted: Iterable[int]) -> None:
        """The acts of those numbers are killed at each of their write points, one after another."""
        self.place.put_back("start")
        for number in wanted:
            if number:
                self._answer(_GO_ON.format(until=number))
            self.place.keep("before")
            for point in count(1):
                ended = self._run(_GO_ON.format(until=number + 1), point=point)
                if ended != KILLED:
                    break
                self.tally.in_turn += 1
                found = self._answer(_FINISH.format(until=number + 1))
                self._compare(number, found, f"killed at its write point {point}")
                self.place.put_back("before")
            if ended:
                self._fault(number, f"unharmed it ended with {ended}")

    def at_random(self, kills: int, chance: Random) -> None:
        """Whole lives are killed anywhere, so many times: at a write point, or at any moment."""
        going_on = False
        while self.tally.at_random < kills:
            if not going_on:
                self.place.put_back("start")
            going_on = self._killed_anywhere(chance)

    def _killed_anywhere(self, chance: Random) -> bool:
        """Whether the life goes on after it was killed once more."""
        job, acts = _GO_ON.format(until=len(self.alone)), len(self.alone)
        if chance.random() < 0.5:
            point = chance.randint(1, POINTS_AHEAD)
            ended, when = self._run(job, point=point), f"killed at write point {point}"
        else:
            seconds = chance.uniform(0, LONGEST_SECONDS)
            ended, when = self._run(job, seconds), f"killed after {seconds:.3f} seconds"
        if ended != KILLED:
            if ended:
                self._fault(0, f"a life to be {when} ended with {ended}")
            return False
        self.tally.at_random += 1
        place, found = self._answer(_FINISH_ONE.format(until=acts))
        self._compare(place, found, when)
        return place + 1 < acts

    def _run(self, job: str, seconds: float | None = None, point: int | None = None) -> int:
        """How a process that was to be killed ended; nobody serves it any more."""
        harm = {VARIABLE: f"any:{point}"} if point else {}
        ended = self.forks(job, seconds, **self.place.environment, **harm)
        self.place.database.wait()
        return ended

    def _answer(self, job: str) -> Any:
        return self.forks.answer(job, **self.place.environment)

    def _compare(self, number: int, found: Found, when: str) -> None:
        """What was found is as in a life left alone, but for messages that nobody can tell of."""
        alone, taken = self.alone[number], Counter(self.place.taken())
        faults = [*found["faults"]]
        faults += [f"{each!r} went out {n} times" for each, n in taken.items() if n > 1]
        settled = [key for key, state in found["messages"] if state == "settled"]
        if LIFE[number].name == "sent" and len(settled) > taken.total():
            faults.append(f"of {len(settled)} messages sent the servers took {taken.total()}")
        faults += _differences(alone["said"], found["said"])
        if _known(found) != _known(alone):
            faults.append(f"messages are {_known(found)}, not {_known(alone)}")
        for fault in faults:
            self._fault(number, f"{when}: {fault}")

    def _fault(self, number: int, says: str) -> None:
        told = f"{self.tally.kind}, {LIFE[number].name}, {says}"
        print(told, file=sys.stderr, flush=True)
        self.tally.faults.append(told)


def _differences(alone: list[str], found: list[str]) -> Iterator[str]:
    """Acts that one log has and the other has not, or more often; in which order does not matter:
    of what may be done at any moment, a run that goes on may do the second first."""
    lost, more = Counter(alone) - Counter(found), Counter(found) - Counter(alone)
    yield from (f"the log lacks {each}" for each in lost)
    yield from (f"the log has too much {each}" for each in more)


def _known(found: Found) -> Counter[tuple[str, str]]:
    """Where each message is; one that nobody can tell of may be settled."""
    return Counter(
        (key, "settled" if state == "doubtful" else state) for key, state in found["messages"]
    )


@contextmanager
def matrix(folder: Path, database: Database, acts: int = len(LIFE)) -> Iterator[Matrix]:
    """A matrix in a folder of its own, its life left alone once up to that act, exclusive."""
    ours = ("CHANGEOVER_", "PREFECT_")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    began = time.monotonic()
    with (
        closing(database),
        mail_server() as mail,
        http_server(JsonTarget()) as target,
        runner(environment, WARM, _PREPARE.format(until=acts)) as forks,
    ):
        place = Place(folder=folder, database=database, mail=mail, target=target)
        place.keep("start")
        alone = forks.answer(_ALONE.format(until=acts), **place.environment)
        made = Matrix(place=place, forks=forks, tally=Tally(kind=database.kind), alone=alone)
        for number, found in enumerate(alone):
            for fault in found["faults"]:
                made._fault(number, f"left alone: {fault}")
        yield made
        made.tally.seconds = time.monotonic() - began
