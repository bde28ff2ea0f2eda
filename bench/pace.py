"""Times two things in turn, so that a change of the machine's pace falls on both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A median in seconds beside a peer's, and what the ratio is meant to be."""

    what: str
    peer: str
    seconds: float
    peer_seconds: float
    aim: str = ""

    @property
    def ratio(self) -> float:
        """How many times the peer's time ours is; below 1 is faster."""
        return self.seconds / self.peer_seconds


def side_by_side(
    what: str,
    ours: Callable[[], object],
    peer: str,
    theirs: Callable[[], object],
    *,
    rounds: int = 7,
    repeat: int = 1,
    peer_repeat: int | None = None,
    aim: str = "",
) -> Figure:
    """The median of so many rounds of each, in turn, after one of each that is not counted."""
    ours_taken, theirs_taken = [], []
    for number in range(rounds + 1):
        first, second = _timed(ours, repeat), _timed(theirs, peer_repeat or repeat)
        if number:
            ours_taken.append(first)
            theirs_taken.append(second)
    return Figure(
        what=what,
        peer=peer,
        seconds=statistics.median(ours_taken),
        peer_seconds=statistics.median(theirs_taken),
        aim=aim,
    )


def _timed(work: Callable[[], object], repeat: int) -> float:
    started = time.perf_counter()
    for _ in range(repeat):
        work()
    return (time.perf_counter() - started) / repeat
