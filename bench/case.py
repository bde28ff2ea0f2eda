"""The papers of a case as web pages: how much processor time, from facts and from the database?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice

from bench.cases import ACTOR, EXAMPLE
from bench.figure import Aim, Figure
from bench.pace import Work, in_turn, processor_time
from bench.places import Store, home
from bench.sample import facts_of, house
from bench.scale import Scale
from models.database import database, reading
from models.opening import open_transition, read_and_check
from models.paper_source import paper_facts
from models.reports import parties_of
from tasks.papers.house_file import house_for
from tasks.papers.kinds import KINDS, Kind
from tasks.papers.rendering import render

#: How many papers a case has.
PAPERS = 18
TODAY = date(2026, 5, 11)
_SOON = Aim(of="figure", at_most=0.1)


def figures(scale: Scale) -> Iterator[Figure]:
    """From facts at hand; then of the worked example, its facts read and its plan drawn up."""
    with home() as folder:
        Store(kind="SQLite", folder=folder).use()
        open_transition(read_and_check(EXAMPLE), actor=ACTOR)
        works = [Work(run=_from_facts), Work(run=_from_database)]
        facts, stored = in_turn(works, rounds=scale.rounds, clock=processor_time)
        database().dispose()
    what = f"{PAPERS} papers of a case as html"
    yield Figure(what=f"{what}, from their facts", ours=facts, unit="CPU s", aim=_SOON)
    yield Figure(what=f"{what}, from the database", ours=stored, unit="CPU s")


def _kinds() -> list[Kind]:
    """So many papers, each of the kinds there are before any comes again."""
    return list(islice(cycle(KINDS.values()), PAPERS))


def _from_facts() -> None:
    for kind in _kinds():
        assert render(kind.name, facts_of(kind.name), house()).html


def _from_database() -> None:
    parties = parties_of("worked-2027")
    for kind in _kinds():
        writers = [code for code, role in parties.items() if role in kind.writer.roles]
        council = writers[0] if writers else ""
        with reading(database()) as session:
            facts = paper_facts(
                session,
                "worked-2027",
                council,
                kind.decision,
                TODAY,
                kind.steps,
                kind.counts,
                kind.registers,
            )
        assert render(kind.name, facts, house_for(council)).html
