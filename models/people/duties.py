"""Who holds which step of a transition on a day, and who does it in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from models.clearance import OVER
from models.database import database, reading
from models.log import entries
from models.people.known import People, people
from models.projection.fold import Fold
from models.projection.people import ACTS
from models.tables import SHARED, Assignment, StandIn, StepState, Transition, plain
from rules.situation import StepId

_STAND_IN = plain(StandIn)
_AWAY = (
    select_columns(_STAND_IN.c.id)
    .where(
        _STAND_IN.c.transition_id == bindparam("transition"),
        _STAND_IN.c.from_on <= bindparam("today"),
        _STAND_IN.c.until_on >= bindparam("today"),
    )
    .limit(1)
)


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A step that somebody holds. `deputy` does it in their place until `until_on`, inclusive."""

    at: StepId
    person: str
    since_on: date
    deputy: str = ""
    until_on: date | None = None

    @property
    def does(self) -> str:
        """Who is to do it today."""
        return self.deputy or self.person

    def __str__(self) -> str:
        return f"{self.deputy} for {self.person}" if self.deputy else self.person


def duties(
    session: Session, transition_id: int | None, today: date, everybody: People | None = None
) -> dict[StepId, Duty]:
    """Every step that somebody holds, by its instance; those that are closed among them."""
    held = held_in(session, transition_id)
    if not held:
        return {}
    known = everybody or people(session)
    return _duties(held, stand_ins(session, transition_id), known, today)


def _duties(
    held: Iterable[Assignment], agreed: Iterable[StandIn], known: People, today: date
) -> dict[StepId, Duty]:
    away = {
        known.who(each.absent): each for each in agreed if each.from_on <= today <= each.until_on
    }
    return {at_of(row): _duty(row, known, away.get(known.who(row.person))) for row in held}


def duties_of(reference: str, today: date, as_at: date | None = None) -> dict[StepId, Duty]:
    """Every step that somebody holds of a transition; nothing for one that is not kept.

    With `as_at`, as the log had it at the end of that day in UTC.
    """
    with reading(database()) as session:
        query = select(Transition).where(Transition.reference == reference)
        found = session.exec(query).one_or_none()
        if found is None:
            return {}
        if as_at is None:
            return duties(session, found.id, today)
        known = (each for each in entries(session, found, as_at) if each.act in ACTS)
        rows = {table: each.values() for table, each in Fold().take(known).tables.items()}
        held = [Assignment(**row.values) for row in rows.get(Assignment, ())]
        agreed = [StandIn(**row.values) for row in rows.get(StandIn, ())]
        standing = [row for row in held if not row.ended]
        return _duties(standing, agreed, people(session), today)


def held_in(session: Session, transition_id: int | None) -> list[Assignment]:
    """The assignments that stand in a transition, in the order in which they were made."""
    query = select(Assignment).where(
        Assignment.transition_id == transition_id, col(Assignment.ended) == ""
    )
    return list(session.exec(query.order_by(col(Assignment.id))))


def holder(session: Session, transition_id: int | None, at: StepId) -> Assignment | None:
    """The assignment of a step that stands; None where nobody holds it."""
    return session.exec(
        select(Assignment).where(
            Assignment.transition_id == transition_id,
            Assignment.key == at.key,
            Assignment.council == (at.council or SHARED),
            col(Assignment.ended) == "",
        )
    ).one_or_none()


def stand_ins(session: Session, transition_id: int | None) -> list[StandIn]:
    """Every stand-in agreed in a transition, past ones too, in the order of their entries."""
    query = select(StandIn).where(StandIn.transition_id == transition_id)
    return list(session.exec(query.order_by(col(StandIn.sequence))))


def is_anyone_away(session: Session, transition_id: int | None, today: date) -> bool:
    """Whether somebody stands in for somebody on a day: asked at each record, so in one look."""
    asked = {"transition": transition_id, "today": today}
    return session.connection().execute(_AWAY, asked).first() is not None


def at_of(row: Assignment) -> StepId:
    """The instance that an assignment is of."""
    return StepId(row.key, row.council or None)


def open_of(session: Session, rows: Iterable[Assignment]) -> list[Assignment]:
    """Those of the assignments whose step is not closed, by their keys."""
    rows = list(rows)
    ids = {row.transition_id for row in rows}
    query = select(StepState.transition_id, StepState.key, StepState.council).where(
        col(StepState.transition_id).in_(ids), col(StepState.status).in_(OVER)
    )
    over = set(session.exec(query)) if ids else set()
    found = [row for row in rows if (row.transition_id, row.key, row.council) not in over]
    return sorted(found, key=lambda row: ([*map(int, row.key.split("."))], row.council))


def _duty(row: Assignment, known: People, away: StandIn | None) -> Duty:
    return Duty(
        at=at_of(row),
        person=known.now(row.person),
        since_on=row.since_on,
        deputy=known.now(away.deputy) if away else "",
        until_on=away.until_on if away else None,
    )
