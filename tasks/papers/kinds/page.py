"""What the templates of several documents are given; a family adds what its own need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from models.paper_facts import CouncilNamed, PaperFacts
from tasks.papers.days import DateTold, Limit, told_once
from tasks.papers.exemption.marking import Marking
from tasks.papers.house import House
from tasks.papers.kinds.kind import Kind
from tasks.papers.ledger import Grid, Html

Rows = Callable[[], list[dict[str, str]]]


class Milestone(NamedTuple):
    """One line of a report's timetable; `kind` says what the day is, `also` its other limits."""

    day: date
    what: str
    kind: str
    also: tuple[Limit, ...] = ()

    @property
    def days(self) -> tuple[Limit, ...]:
        """All its days, earliest first."""
        return tuple(sorted((Limit(self.day, self.kind), *self.also)))


class Law(NamedTuple):
    """A rule as a document cites it: `cites` are (citation, address, standing) of its sources."""

    rule: str
    name: str
    says: str
    standing: str
    cites: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has. `fact` and its like answer from the facts and remember the answers.

    `marking` stands on every page of an exempt paper, and is None on an open one.
    """

    kind: Kind
    title: str
    reference: str
    council: CouncilNamed
    house: House
    marking: Marking | None
    dates: tuple[DateTold, ...]
    fact: Callable[[str], Html]
    missing: Rows
    to_follow: Rows
    sources: Rows
    unsourced: Callable[[], list[str]]


@dataclass(frozen=True, kw_only=True)
class Letter(Page):
    """What every letter has: the council's address is a fact of several lines."""

    paragraphs: Callable[[str], tuple[Html, ...]]


@dataclass(frozen=True, kw_only=True)
class Headed(Page):
    """What a document with the header of every council document has."""

    paragraphs: Callable[[str], tuple[Html, ...]]
    cells: Callable[[str], tuple[tuple[Html, ...], ...]]
    openness: Callable[[], str]
    shown: Callable[[str], Html]
    grid: Callable[[str], Grid]
    asked: Callable[[str], bool]


@dataclass(frozen=True, kw_only=True)
class OnTheCase(Headed):
    """What a document about the whole case has. `others` are the councils that do not write it."""

    leaving: CouncilNamed
    host: CouncilNamed
    others: tuple[CouncilNamed, ...]
    supplier: str
    contract_title: str
    expiry_on: date
    commencement_on: date
    known: Callable[[str], bool]
    answer: Callable[[str], str]


def milestones_of(facts: PaperFacts) -> list[Milestone]:
    """The dates of the paper, its meeting, expiry and commencement, earliest first."""
    found = [Milestone(d.day, d.what, d.kind, d.also) for d in told_once(facts.dates)]
    if facts.meeting_on:
        found.append(Milestone(facts.meeting_on, f"decision by {facts.council.body}", "meeting"))
    ends = f"contract with {facts.supplier} expires"
    found.append(Milestone(facts.expiry_on, ends, "last day of the contract"))
    first = "first day of the service"
    found.append(Milestone(facts.commencement_on, "shared service commences", first))
    return sorted(found, key=lambda each: each.days[0].day)
