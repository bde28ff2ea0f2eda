"""What nobody acknowledged in time is told to the one above."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.alerts.digests import post_digests
from models.alerts.raised import Raised
from models.alerts.raising import raise_one
from models.alerts.recipients import Recipients, recipients
from models.alerts.watching import no_date_moves
from models.database import database, writing
from models.log import locked
from models.tables import Alert, Transition
from rules.arithmetic import spoken
from rules.situation import StepId


def escalate(reference: str, today: date) -> list[Raised]:
    """The manager is told of what is late to be acknowledged, once for a deadline and level."""
    with writing(database()) as session:
        transition = locked(session, reference)
        query = select(Alert).where(
            Alert.transition_id == transition.id,
            col(Alert.closed_by_act) == "",
            col(Alert.escalate_on) <= today,
        )
        waiting: dict[tuple[Any, ...], list[Alert]] = {}
        for alert in session.exec(query.order_by(col(Alert.sequence))):
            key = (alert.step, alert.council, alert.limit_on, alert.level)
            waiting.setdefault(key, []).append(alert)
        with no_date_moves(session, transition):
            to = recipients(session, transition, today)
            raised = [_escalate(session, transition, each, to) for each in waiting.values()]
            post_digests(session, transition, raised)
        return raised


def _escalate(
    session: Session, transition: Transition, alerts: list[Alert], to: Recipients
) -> Raised:
    first = alerts[0]
    names = " and ".join(dict.fromkeys(each.whom for each in alerts))
    data: dict[str, Any] = {
        name: getattr(first, name)
        for name in ("step", "council", "level", "rule", "limit_on", "reached_on")
    }
    data |= {
        "says": f"{first.says} Told on {spoken(first.raised_on)}, not acknowledged: {names}.",
        "raised_on": to.today,
        "escalate_on": None,
        "escalated_from": [each.sequence for each in alerts],
    }
    above = to.above(StepId(first.step, first.council or None))
    return raise_one(session, transition, above, "alert-escalated", data)
