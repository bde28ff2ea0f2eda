"""Who had a part in the work that a step checks: held it, stood in, did it, or wrote its papers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from sqlmodel import Session, col, select

from models.log import Chained
from models.papers.paper import PaperId
from models.papers.record import authors
from models.people.duties import stand_ins
from models.people.known import People
from models.people.names import names_in
from models.tables import SHARED, Assignment, Evidence, LogEntry, PaperVersion
from rules.breakdown import Step
from rules.situation import StepId


def who_did(
    session: Session,
    transition: Chained,
    known: People,
    step: Step,
    at: StepId,
    but: str = "",
) -> Iterator[tuple[str, str]]:
    """Who had a part in the work that a step checks, each with what it was.

    `but` is a step whose work is left out.
    """
    yield from _wrote(session, transition, step)
    keys = [key for key in step.four_eyes if key != but]
    if not keys:
        return
    councils = {SHARED, at.council} if at.council else None
    yield from _held(session, transition, known, keys, councils)
    yield from _recorded(session, transition, keys, councils)


def _wrote(session: Session, transition: Chained, step: Step) -> Iterator[tuple[str, str]]:
    """Who wrote the papers that a step checks, or answered comments as their author."""
    for kind in step.checks_papers:
        query = select(PaperVersion.paper).where(
            PaperVersion.transition_id == transition.id,
            col(PaperVersion.paper).startswith(f"{kind}/", autoescape=True),
        )
        for paper in session.exec(query.distinct()):
            for name in authors(session, transition, PaperId.of(paper)):
                yield name, f"{name} wrote the {kind}"


def _held(
    session: Session,
    transition: Chained,
    known: People,
    keys: Collection[str],
    councils: Collection[str] | None,
) -> Iterator[tuple[str, str]]:
    """Who holds or held the work, and who stood in for them meanwhile."""
    query = select(Assignment).where(
        Assignment.transition_id == transition.id, col(Assignment.key).in_(keys)
    )
    agreed = stand_ins(session, transition.id)
    for row in session.exec(query):
        if councils and row.council not in councils:
            continue
        had = "holds" if not row.ended else "held"
        yield row.person, f"{row.person} {had} step {row.key}"
        last = row.until_on or date.max
        for each in agreed:
            is_meanwhile = each.from_on <= last and row.since_on <= each.until_on
            if known.are_same(each.absent, row.person) and is_meanwhile:
                why = f"{each.deputy} stands in for {row.person}, who {had} step {row.key}"
                yield each.deputy, why


def _recorded(
    session: Session, transition: Chained, keys: Collection[str], councils: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    """Who is said to have done the work, and who recorded it in another's place."""
    query = (
        select(Evidence, LogEntry)
        .where(Evidence.transition_id == transition.id, col(Evidence.key).in_(keys))
        .join(
            LogEntry,
            (col(LogEntry.transition_id) == col(Evidence.transition_id))
            & (col(LogEntry.sequence) == col(Evidence.sequence)),
        )
    )
    for row, entry in session.exec(query):
        if councils and row.council not in councils:
            continue
        for name in names_in(row.given_by):
            yield name, f"{name} did step {row.key}"
        if entry.on_behalf_of:
            for name in (entry.actor, entry.on_behalf_of):
                yield name, f"{entry.actor} did step {row.key} on behalf of {entry.on_behalf_of}"
