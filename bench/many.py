"""A great many papers with one process, and with two: does the second halve the time?"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from multiprocessing import get_context

from bench.figure import Figure
from bench.pace import Work, in_turn
from bench.sample import house, written
from bench.scale import Scale
from tasks.papers.formats import FORMATS, render_formats
from tasks.papers.kinds import KINDS

PROCESSES = 2


def figures(scale: Scale) -> Iterator[Figure]:
    """So many papers in three formats each; the processes have written some before the clock runs.

    Once each, since they are so many: what one of them takes is measured by `formats`.
    """
    kinds = list(islice(cycle(KINDS), scale.papers))
    with _processes(1) as one, _processes(PROCESSES) as two:
        works = [
            Work(run=lambda pool=pool: _write_all(pool, kinds))  # type: ignore[misc]
            for pool in (two, one)
        ]
        for pool in (two, one):
            _write_all(pool, kinds[: 2 * PROCESSES])
        ours, alone = in_turn(works, rounds=1)
    yield Figure(
        what=f"{scale.papers} papers in three formats, {PROCESSES} processes",
        ours=ours,
        peer="one process",
        theirs=alone,
    )


def _processes(number: int) -> ProcessPoolExecutor:
    """Processes of their own, not copies of this one with what it has open."""
    return ProcessPoolExecutor(number, mp_context=get_context("spawn"))


def _write_all(pool: ProcessPoolExecutor, kinds: list[str]) -> None:
    assert all(pool.map(_write, kinds, chunksize=2))


def _write(kind: str) -> int:
    made = render_formats(written(kind), house(), FORMATS)
    return min(len(content) for content in made.values())
