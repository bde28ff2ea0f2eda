"""Every template against every house in every format, with all facts known and with none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules.errors import ChangeoverError
from tasks.papers.examples import examples
from tasks.papers.formats import FORMATS, render_formats
from tasks.papers.house import House
from tasks.papers.house_file import houses
from tasks.papers.kinds import KINDS, Kind
from tasks.papers.rendering import render


@dataclass(frozen=True, kw_only=True)
class Linted:
    """One template in one house: how many files were written, and every fault."""

    house: str
    kind: str
    written: int
    faults: tuple[str, ...]


def lint_papers() -> Iterator[Linted]:
    """Every template in every house, one after another."""
    for house in houses().values():
        for kind in KINDS.values():
            yield _lint(kind, house)


def _lint(kind: Kind, house: House) -> Linted:
    written, faults = 0, []
    for named, facts in examples(kind):
        try:
            rendered = render(kind.name, facts, house)
        except Exception as error:
            faults.append(f"{named}: {_first_line(error)}")
            continue
        for name in FORMATS:
            try:
                render_formats(rendered, house, [name])
                written += 1
            except Exception as error:
                faults.append(f"{named}, {name}: {_first_line(error)}")
    return Linted(house=house.code, kind=kind.name, written=written, faults=tuple(faults))


def _first_line(error: Exception) -> str:
    """What a template's writer needs to know; a fault of any sort counts."""
    known = isinstance(error, ChangeoverError)
    return error.found if known else f"{type(error).__name__}: {error}"  # type: ignore[attr-defined]
