"""Alerts that stand and no longer should: their deadline has gone, or their step is another's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from models.actor import ENGINE
from models.alerts.keys import Key, key_of_alert
from models.alerts.recipients import Recipients
from models.projection import write
from models.tables import Alert, LogEntry, Transition
from rules.alerts import Watched


def lapse_gone(
    session: Session, transition: Transition, alerts: Iterable[Alert], found: Mapping[Key, Watched]
) -> list[Alert]:
    """Alerts of a deadline that is watched no more, or of a level it has left, lapse.

    Those that go on standing.
    """
    left = []
    for alert in alerts:
        of = found.get(key_of_alert(alert))
        if of and alert.level in {reached.level for reached in of.levels}:
            left.append(alert)
        else:
            _lapse(session, transition, alert)
    return left


def lapse_of_others(
    session: Session,
    transition: Transition,
    alerts: Iterable[Alert],
    found: Mapping[Key, Watched],
    to: Recipients,
) -> None:
    """Alerts to those whose step it no longer is lapse; what a manager was told stands."""
    strangers = [
        alert for alert in alerts if not to.concerns(found[key_of_alert(alert)], alert.whom)
    ]
    if not strangers:
        return
    escalated = _escalated(session, transition, [alert.sequence for alert in strangers])
    for alert in strangers:
        if alert.sequence not in escalated:
            _lapse(session, transition, alert)


def _lapse(session: Session, transition: Transition, alert: Alert) -> None:
    data = {"alert": alert.sequence, "step": alert.step, "council": alert.council}
    write(session, transition, actor=ENGINE, act="alert-lapsed", data=data)


def _escalated(session: Session, transition: Transition, sequences: list[int]) -> set[int]:
    """Those of the alerts that went to a manager, by the entries that raised them."""
    query = select(LogEntry.sequence).where(
        LogEntry.transition_id == transition.id,
        col(LogEntry.sequence).in_(sequences),
        LogEntry.act == "alert-escalated",
    )
    return set(session.exec(query))
