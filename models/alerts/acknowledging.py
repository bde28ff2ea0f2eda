"""Alerts that stand, and that whoever was told of one has seen it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.actor import Actor
from models.alerts.keys import key_of_alert
from models.alerts.watching import no_date_moves, standing_alerts
from models.database import database, reading, writing
from models.log import locked
from models.people.assigning import acting_for
from models.people.duties import duties
from models.people.known import people
from models.projection import write
from models.tables import Alert, Transition
from rules.alerts import LEVELS
from rules.errors import AlreadyRecorded, InputError, UnknownName
from rules.situation import StepId


def standing(
    reference: str | None = None, whom: str | None = None, *, closed: bool = False
) -> list[dict[str, Any]]:
    """Alerts that stand, gravest first: of one transition, for one person or role, or all.

    With `closed`, those acknowledged or lapsed as well.
    """
    query = select(Alert, Transition.reference).join(
        Transition, col(Transition.id) == Alert.transition_id
    )
    if reference:
        query = query.where(Transition.reference == reference)
    if not closed:
        query = query.where(col(Alert.closed_by_act) == "")
    with reading(database()) as session:
        found = [_row(alert, name) for alert, name in session.exec(query)]
        known = people(session)
    wanted = [row for row in found if not whom or known.are_same(row["whom"], whom)]
    return sorted(wanted, key=_gravest_first)


def acknowledge(
    reference: str, numbers: Sequence[int], actor: Actor, reason: str, today: date | None = None
) -> list[dict[str, Any]]:
    """These alerts are acknowledged, all or none; each as it now stands.

    `numbers` are those of the log entries that raised them. `reason` says what is done about it.
    With `today`, whoever stands in that day is logged as acting for the holder of the step, whose
    alerts of the same deadline and level are acknowledged with their own. Raises: UnknownName,
    InputError for an empty reason, AlreadyRecorded.
    """
    if not reason.strip():
        raise InputError("The reason is empty.", "what is being done about it.", "give --reason.")
    with writing(database()) as session:
        transition = locked(session, reference)
        alerts = [_alert(session, transition, number) for number in dict.fromkeys(numbers)]
        if today:
            alerts = _with_those_of_the_absent(session, transition, alerts, today)
        with no_date_moves(session, transition):
            for alert in alerts:
                at = StepId(alert.step, alert.council or None)
                acting = acting_for(session, transition, at, actor, today) if today else actor
                data = {"alert": alert.sequence, "step": alert.step, "council": alert.council}
                write(
                    session,
                    transition,
                    actor=acting,
                    act="alert-acknowledged",
                    data=data,
                    reason=reason.strip(),
                )
        for alert in alerts:
            session.refresh(alert)
        return [_row(alert, reference) for alert in alerts]


def _with_those_of_the_absent(
    session: Session, transition: Transition, alerts: list[Alert], today: date
) -> list[Alert]:
    """The alerts, and those of the same deadline and level to whom somebody told stands in for."""
    known = people(session)
    held = duties(session, transition.id, today, known)
    found = {alert.sequence: alert for alert in alerts}
    for other in standing_alerts(session, transition):
        duty = held.get(StepId(other.step, other.council or None))
        if not duty or not duty.deputy or not known.are_same(duty.person, other.whom):
            continue
        level = key_of_alert(other), other.level
        for alert in alerts:
            is_deputy = known.are_same(duty.deputy, alert.whom)
            if is_deputy and (key_of_alert(alert), alert.level) == level:
                found.setdefault(other.sequence, other)
    return list(found.values())


def _alert(session: Session, transition: Transition, number: int) -> Alert:
    query = select(Alert).where(Alert.transition_id == transition.id, col(Alert.sequence) == number)
    found = session.exec(query).one_or_none()
    if found is None:
        raise UnknownName(
            f"{transition.reference} has no alert {number}.",
            "the number of an alert.",
            f"see `changeover alerts --of {transition.reference}`.",
        )
    if found.closed_by_act:
        raise AlreadyRecorded(
            f"Alert {number} was {found.closed_by_act} before, by {found.closed_by}.",
            "an alert that stands.",
            f"see `changeover alerts --of {transition.reference}`.",
        )
    return found


def _row(alert: Alert, reference: str) -> dict[str, Any]:
    return {"reference": reference, **alert.model_dump(exclude={"id", "transition_id"})}


def _gravest_first(row: dict[str, Any]) -> tuple[Any, ...]:
    gravity = -LEVELS.index(row["level"])
    return gravity, row["limit_on"], row["reference"], row["step"], row["council"], row["whom"]
