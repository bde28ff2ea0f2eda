"""Facts that people give by hand: recorded all together or not at all, and listed with gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from models.actor import Actor
from models.database import database, reading, writing
from models.log import locked
from models.paper_facts import plain_name
from models.papers.exemptions import exemptions
from models.projection import write
from models.standing import stored
from models.tables import SHARED, Fact, Transition


@dataclass(frozen=True, kw_only=True)
class FactGiven:
    """A fact as somebody gives it; without a council it is every council's."""

    name: str
    value: str | None
    source: str
    standing: str = "recorded"
    url: str = ""
    council: str = SHARED


def record_facts(reference: str, given: Sequence[FactGiven], actor: Actor) -> list[int]:
    """The facts stand in the log; the number of each entry, 0 for one that stood there already."""
    with writing(database()) as session:
        transition = locked(session, reference)
        held = {(row.council, row.name): row for row in _facts(session, transition)}
        return [_record(session, transition, held, fact, actor) for fact in given]


def councils_of(reference: str) -> list[str]:
    """The codes of the councils of a transition. Raises: UnknownName."""
    with reading(database()) as session:
        return [council.code for _, council, _ in stored(session, reference).parties]


def facts_held(reference: str, council: str | None) -> list[dict[str, Any]]:
    """The facts of a transition, or those that a council's papers tell, with their sources."""
    with reading(database()) as session:
        transition = stored(session, reference).transition
        exempt = {(row.council, row.name): row.paragraph for row in exemptions(session, transition)}
        rows = _facts(session, transition)
    return [
        {
            "name": row.name,
            "council": row.council,
            "value": row.value,
            "source": row.source,
            "url": row.url,
            "standing": row.standing,
            "entry": row.sequence,
            "exempt": exempt.get((row.council, plain_name(row.name)))
            or exempt.get((SHARED, plain_name(row.name))),
        }
        for row in rows
        if council is None or row.council in (SHARED, council)
    ]


def _facts(session: Session, transition: Transition) -> list[Fact]:
    query = select(Fact).where(Fact.transition_id == transition.id)
    return list(session.exec(query.order_by(col(Fact.council), col(Fact.name))))


def _record(
    session: Session,
    transition: Transition,
    held: dict[tuple[str, str], Fact],
    fact: FactGiven,
    actor: Actor,
) -> int:
    known = held.get((fact.council, fact.name))
    names = ("value", "source", "url", "standing")
    if known and all(getattr(known, name) == getattr(fact, name) for name in names):
        return 0
    data = {name: getattr(fact, name) for name in ("name", "council", *names)}
    return write(session, transition, actor=actor, act="fact-recorded", data=data).sequence
