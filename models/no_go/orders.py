"""The order that a no-go began, read from its rows."""

from __future__ import annotations

from sqlmodel import Session, col, select

from models.tables import Compensation, GoNoGo, NoGo, Transition
from rules.no_go.order import NoGoOrder, PartId
from rules.no_go.parts import still_to_do
from rules.situation import Situation


def last_order(session: Session, transition: Transition) -> NoGoOrder | None:
    """The last order of a transition, made good or not; None where nobody said no-go."""
    row = session.exec(
        select(NoGo).where(NoGo.transition_id == transition.id).order_by(col(NoGo.round).desc())
    ).first()
    if row is None:
        return None
    parts = session.exec(
        select(Compensation).where(
            Compensation.transition_id == transition.id, Compensation.round == row.round
        )
    ).all()
    said = session.exec(select(GoNoGo).where(GoNoGo.transition_id == transition.id)).all()
    return NoGoOrder(
        round=row.round,
        decided_on=row.decided_on,
        from_on=row.from_on,
        until_on=row.until_on,
        reason=row.reason,
        council=row.council,
        councils=tuple(sorted(each.council for each in said if each.outcome == "no-go")),
        opened=frozenset(PartId(p.key, p.party) for p in parts if p.status == "open"),
        closed={PartId(p.key, p.party): p.closed_on for p in parts if p.closed_on},
    )


def standing_no_go(session: Session, transition: Transition, where: Situation) -> NoGoOrder | None:
    """The last order while it is not made good, or a council that said no-go has not said go."""
    order = last_order(session, transition)
    if order and (order.councils or still_to_do(where, order)):
        return order
    return None


def said_go(session: Session, transition: Transition, round: int) -> dict[str, GoNoGo]:
    """The councils whose last word is go, said in this round."""
    query = select(GoNoGo).where(
        GoNoGo.transition_id == transition.id, GoNoGo.round == round, GoNoGo.outcome == "go"
    )
    return {row.council: row for row in session.exec(query)}
