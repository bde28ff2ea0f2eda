"""The order that makes a no-go good, as people and programs are shown it: plain values."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from models.database import database, reading
from models.no_go.orders import last_order
from models.standing import situation, stored
from rules.errors import OutOfTurn
from rules.no_go.order import NoGoOrder
from rules.no_go.parts import Part, parts, transfer_on
from rules.no_go.steps import compensation
from rules.situation import Situation


def order_of(reference: str, today: date) -> dict[str, Any]:
    """The last order of a transition. Raises: UnknownName; OutOfTurn where nobody said no-go."""
    with reading(database()) as session:
        stored(session, reference)
        return shown(session, reference, today)


def shown(
    session: Session, reference: str, today: date, order: NoGoOrder | None = None
) -> dict[str, Any]:
    """The order given, or the last of the transition, with whose part is what and by when."""
    session.flush()
    where = situation(session, reference, today)
    found = order or last_order(session, stored(session, reference).transition)
    if found is None:
        raise OutOfTurn(
            f"Nobody has said no-go in {reference}.",
            "a no-go to make good.",
            "see `changeover next` for what to do.",
        )
    return {
        "reference": reference,
        "round": found.round,
        "councils": list(found.councils),
        "decided_on": found.decided_on,
        "reason": found.reason,
        "from_on": found.from_on,
        "until_on": found.until_on,
        "transfer_on": transfer_on(where, found),
        "parts": [
            _row(where, found, part)
            for step in compensation(where.rule_set)
            for part in parts(where, found, step)
        ],
    }


def _row(where: Situation, order: NoGoOrder, part: Part) -> dict[str, Any]:
    return {
        "step": part.id.key,
        "party": part.id.party or None,
        "name": part.step.name,
        "owners": list(part.step.owners),
        "status": _status(order, part),
        "closed_on": order.closed.get(part.id),
        "last_day": part.last_day,
        "binds": part.binds,
        "dates": [
            {
                "rule": each.deadline.rule_id,
                "what": each.what,
                "legal_limit": each.deadline.legal_limit,
                "safe_limit": each.deadline.safe_limit,
                "target": each.deadline.target,
                "arithmetic": each.deadline.arithmetic,
                "standing": each.deadline.standing,
                "binds": each.binds,
            }
            for each in part.dates
        ],
        "made_for_old_day": [
            {"step": at.key, "council": at.council, "on": day} for at, day in part.made_for
        ],
        "again": list(part.again),
        "why": part.step.why,
        "evidence": part.step.evidence,
    }


def _status(order: NoGoOrder, part: Part) -> str:
    if not part.is_needed:
        return "not-needed"
    if part.id in order.closed:
        return "closed"
    return "open" if part.id in order.opened else "waiting"
