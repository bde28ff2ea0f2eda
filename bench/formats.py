"""One paper as web page, Word file and PDF, from its facts: how much processor time?"""

from __future__ import annotations

from collections.abc import Iterator

from bench.figure import Aim, Figure
from bench.pace import Work, in_turn, processor_time
from bench.sample import REPORT, house, written
from bench.scale import Scale
from tasks.papers.formats import FORMATS, render_formats


def figures(scale: Scale) -> Iterator[Figure]:
    """All three, then each alone."""
    asked = [FORMATS, *((name,) for name in FORMATS)]
    works = [Work(run=lambda names=names: _paper(names)) for names in asked]  # type: ignore[misc]
    all_three, *each = in_turn(works, rounds=scale.rounds, clock=processor_time)
    what, aim = f"{REPORT} in three formats", Aim(of="figure", at_most=0.3)
    yield Figure(what=what, ours=all_three, unit="CPU s", aim=aim)
    for name, taken in zip(FORMATS, each, strict=True):
        yield Figure(what=f"{REPORT} as {name}", ours=taken, unit="CPU s")


def _paper(formats: tuple[str, ...]) -> None:
    made = render_formats(written(), house(), formats)
    assert all(made[name] for name in formats)
