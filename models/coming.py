"""The deadlines that come next over every live transition, as they were last worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.alerts.watching import as_watched
from models.tables import Transition, Watch


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A deadline of an open step: `last_day` is inclusive, `strictest_on` an earlier reading.

    `level` is the gravest that is reached; empty before the first. It names no person.
    """

    reference: str
    step: str
    council: str
    name: str
    rule: str
    strictest_on: date | None
    last_day: date
    level: str


def coming(session: Session, today: date, most: int) -> list[Coming]:
    """The deadlines that are watched, soonest first, at most so many."""
    order = (Watch.limit_on, Watch.id)
    query = select(Transition.reference, Watch).where(
        Watch.transition_id == Transition.id, col(Transition.live)
    )
    rows = session.exec(query.order_by(*map(col, order)).limit(most))
    return [_coming(reference, row, today) for reference, row in rows]


def _coming(reference: str, row: Watch, today: date) -> Coming:
    reached = as_watched(row).reached(today)
    return Coming(
        reference=reference,
        step=row.step,
        council=row.council,
        name=row.name,
        rule=row.rule or "",
        strictest_on=row.safe_on,
        last_day=row.limit_on,
        level=reached.level if reached else "",
    )
