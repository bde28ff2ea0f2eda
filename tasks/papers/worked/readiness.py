"""The readiness grid: every area with its scores, its gap, and the widest gaps first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from html import escape
from typing import NamedTuple

from rules.arithmetic import plural
from tasks.papers.ledger import Html, Ledger
from tasks.papers.wording import long_date

#: The areas every council scores; the last three are those of a published readiness check.
AREAS = (
    *("People and structure", "Retained client function", "Service management"),
    *("Security and assurance", "Network and identity", "Applications interface"),
    *("Finance and charging", "Contracts and licences", "Data and records"),
    *("Disaster recovery and business continuity", "Communications and culture"),
    *("Governance and decision rights", "Vendor management", "Support model", "Change capacity"),
    *("Cultural readiness", "Business needs", "Skills"),
)
HIGHEST = 5
_SCORES = tuple(str(score) for score in range(HIGHEST + 1))
#: How many weeks before the first day the analysis is made again, by practice.
REPEATED_WEEKS = (24, 12, 6, 2)
#: How many of the widest gaps are named.
NAMED = 5


def repeats(commencement_on: date, on: date) -> list[tuple[str, str, str]]:
    """Each day on which the analysis is repeated, how it is counted, and which comes next."""
    days = [(weeks, commencement_on - timedelta(weeks=weeks)) for weeks in REPEATED_WEEKS]
    following = next((day for _, day in days if day >= on), None)
    return [
        (
            f"{weeks} weeks before {long_date(commencement_on)}",
            long_date(day),
            "next" if day == following else "past" if day < on else "to come",
        )
        for weeks, day in days
    ]


def weeks_left(on: date, commencement_on: date) -> str:
    """How far off the first day is, in words."""
    weeks, days = divmod((commencement_on - on).days, 7)
    if weeks < 0:
        return "after the first day"
    more = f" and {plural(days, 'day')}" if days else ""
    return f"{plural(weeks, 'week')}{more} before the first day"


class _Row(NamedTuple):
    area: str
    current: int | None
    target: int | None
    rest: tuple[str, ...]

    @property
    def gap(self) -> int | None:
        """How far the area is below its target; None where it is not scored."""
        if self.current is None or self.target is None:
            return None
        return self.target - self.current


class Readiness:
    """What the grid shows; each part is worked out when the template asks for it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @cached_property
    def _rows(self) -> tuple[_Row, ...]:
        """A row for each area there is, then for each that a council added."""
        given = {row[0].casefold(): row for row in self._ledger.raw_rows("readiness_scores")}
        names = dict.fromkeys((*AREAS, *(row[0] for row in given.values() if row[0])))
        folded = {name.casefold(): name for name in reversed(names)}
        return tuple(_read(name, given.get(key)) for key, name in reversed(folded.items()))

    @cached_property
    def table(self) -> list[tuple[Html | str, ...]]:
        """Area, current, target, gap, owner, date and evidence."""
        return [
            (Html(escape(row.area)), *self._scores(row), *self._texts(row)) for row in self._rows
        ]

    def _scores(self, row: _Row) -> Iterator[Html | str]:
        for given, column in ((row.current, "Current"), (row.target, "Target")):
            yield str(given) if given is not None else self._missing(column)
        yield "none" if row.gap is not None and row.gap <= 0 else str(row.gap or "not known")

    def _texts(self, row: _Row) -> Iterator[Html]:
        for text, column in zip(row.rest, ("Owner", "Date", "Evidence"), strict=True):
            yield Html(escape(text)) if text else self._missing(column)

    def _missing(self, column: str) -> Html:
        is_score = column in ("Current", "Target")
        what = f"{column}, from 0 to {HIGHEST}, of every area" if is_score else f"{column} of each"
        return self._ledger.part_missing("readiness_scores", what)

    @cached_property
    def widest(self) -> list[tuple[str, int]]:
        """The areas furthest below target, with by how much; at most a handful."""
        found = [(row.area, row.gap) for row in self._rows if row.gap is not None and row.gap > 0]
        return sorted(found, key=lambda each: -each[1])[:NAMED]

    @property
    def areas(self) -> int:
        """How many areas there are."""
        return len(self._rows)

    @property
    def scored(self) -> int:
        """How many areas have both scores."""
        return sum(row.gap is not None for row in self._rows)


def _read(area: str, row: tuple[str, ...] | None) -> _Row:
    if row is None:
        return _Row(area, None, None, ("", "", ""))
    return _Row(area, _score(row[1]), _score(row[2]), row[3:])


def _score(text: str) -> int | None:
    """A whole number from 0 to 5; None for anything else."""
    return int(text) if text in _SCORES else None
