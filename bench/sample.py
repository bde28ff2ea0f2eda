"""The papers that are timed: written from the example facts that every template is tried with."""

from __future__ import annotations

from functools import cache

from models.paper_facts import PaperFacts
from tasks.papers.examples import examples
from tasks.papers.house import House
from tasks.papers.house_file import house_for
from tasks.papers.kinds import KINDS
from tasks.papers.rendering import Rendered, render

#: A report with every part a paper may have, and a council whose layout ships.
REPORT, COUNCIL = "final-report", "southwark"


@cache
def facts_of(kind: str) -> PaperFacts:
    """Every fact known, for the first council that writes such a paper."""
    return next(facts for _, facts in examples(KINDS[kind]))


def house() -> House:
    """The layout of the papers that are timed."""
    return house_for(COUNCIL)


def written(kind: str = REPORT) -> Rendered:
    """The page of a paper, from its facts."""
    return render(kind, facts_of(kind), house())
