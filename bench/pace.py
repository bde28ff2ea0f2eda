"""Times several works in turn, so that a change of the machine's pace falls on all of them."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.figure import Taken

Clock = Callable[[], float]


def _nothing() -> None:
    """What most works need to be made ready for a round."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """Something to time: `ready` goes before each round and is not timed; a round runs it often."""

    run: Callable[[], object]
    ready: Callable[[], object] = _nothing
    repeat: int = 1


def in_turn(works: Sequence[Work], *, rounds: int, clock: Clock = time.perf_counter) -> list[Taken]:
    """What each work took for one run of it; where there are several rounds, one before them all
    is not counted.

    Each round begins with another of them, since the first may find the machine in another state.
    """
    taken: list[list[float]] = [[] for _ in works]
    for number in range(0 if rounds > 1 else 1, rounds + 1):
        for place in range(len(works)):
            at = (number + place) % len(works)
            seconds = _timed(works[at], clock)
            if number:
                taken[at].append(seconds)
    return [Taken.of(each) for each in taken]


def processor_time() -> float:
    """Seconds of processor time of this process and of those that it started and that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _timed(work: Work, clock: Clock) -> float:
    work.ready()
    started = clock()
    for _ in range(work.repeat):
        work.run()
    return (clock() - started) / work.repeat
