"""How much is measured: all of it, or so little that a test can see that every part runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Scale:
    """`rounds` are those of a slow work and `samples` those of one recorded step.

    `repeat` is by how much a work too quick to time once is run again in a round. `steps` and
    `live` are sizes of transitions and how many are live; `entries` is the length of a log.
    """

    rounds: int
    samples: int
    repeat: int
    steps: tuple[int, ...]
    live: tuple[int, ...]
    due: int
    entries: int
    tasks: tuple[int, ...]
    papers: int


FULL = Scale(
    rounds=9,
    samples=200,
    repeat=20,
    steps=(30, 210, 1_000),
    live=(100, 1_000, 10_000),
    due=50,
    entries=10_000,
    tasks=(100, 1_000, 10_000),
    papers=120,
)
TINY = Scale(
    rounds=1,
    samples=2,
    repeat=1,
    steps=(30, 40),
    live=(3, 5),
    due=2,
    entries=60,
    tasks=(10, 20, 40),
    papers=4,
)
