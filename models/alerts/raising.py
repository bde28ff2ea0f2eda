"""Tells of deadlines that are due to be told of: once for each level and person, in the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.actor import ENGINE
from models.alerts.recipients import manager_of, whom
from models.alerts.watching import as_watched, no_date_moves
from models.database import database, writing
from models.log import locked
from models.projection import write
from models.standing import proclaimed
from models.tables import Alert, Transition, Watch
from rules.alerts import ESCALATED_AFTER_WORKING_DAYS, Reached, Watched, told
from rules.almanac import calendar
from rules.arithmetic import spoken
from rules.calendars import WorkingCalendar

_CALENDAR = "england-and-wales"


@dataclass(frozen=True, kw_only=True)
class Raised:
    """An alert as it was raised: its place in the log of its transition, and whom it tells what."""

    reference: str
    sequence: int
    step: str
    council: str
    level: str
    whom: str
    rule: str | None
    limit_on: date
    says: str
    escalated: bool = False

    def ids(self) -> dict[str, Any]:
        """What may be told outside the product's own database: no person, and no words."""
        return {
            "transition": self.reference,
            "alert": self.sequence,
            "step": self.step,
            "council": self.council,
            "level": self.level,
            "rule": self.rule or "",
            "limit_on": self.limit_on.isoformat(),
            "escalated": self.escalated,
        }


def due(session: Session, today: date) -> dict[str, int]:
    """By reference, of how many deadlines somebody must be told by a day.

    It reads no deadline that is not due, however many there are.
    """
    query = (
        select(Transition.reference, func.count())
        .join(Watch, col(Watch.transition_id) == Transition.id)
        .where(col(Watch.next_on) <= today, col(Transition.live))
        .group_by(Transition.reference)
        .order_by(Transition.reference)
    )
    return dict(session.exec(query).all())


def to_escalate(session: Session, today: date) -> list[str]:
    """The references of transitions with alerts that nobody acknowledged in time."""
    query = (
        select(Transition.reference)
        .join(Alert, col(Alert.transition_id) == Transition.id)
        .where(col(Alert.closed_by_act) == "", col(Alert.escalate_on) <= today)
        .distinct()
    )
    return sorted(session.exec(query))


def raise_due(reference: str, today: date, last_check_on: date | None) -> list[Raised]:
    """Everything due of a transition is told: an entry and an alert for each person.

    Doing it again raises nothing more. A level that was passed over while nobody checked is not
    told beside the graver one that followed it; one reached since the last check, and found later
    than the day on which it was, says how late.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        days = calendar(_CALENDAR, added=proclaimed(session))
        rows = session.exec(
            select(Watch)
            .where(Watch.transition_id == transition.id, col(Watch.next_on) <= today)
            .order_by(col(Watch.next_on), Watch.step, Watch.council)
        ).all()
        with no_date_moves(session, transition):
            return [
                each
                for row in rows
                for each in _raise(session, transition, row, today, last_check_on, days)
            ]


def escalate(reference: str, today: date) -> list[Raised]:
    """What nobody acknowledged in time is told to the manager, once for each deadline and level."""
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
            return [_escalate(session, transition, each, today) for each in waiting.values()]


def _raise(
    session: Session,
    transition: Transition,
    row: Watch,
    today: date,
    last_check_on: date | None,
    days: WorkingCalendar,
) -> Iterator[Raised]:
    found = as_watched(row)
    reached = found.reached(today)
    assert reached, "a deadline is due on the day on which a level is reached"
    says = told(found, reached, _late(reached, today, last_check_on, days))
    before = [each.sequence for each in _standing_of(session, transition, row)]
    names = whom(session, transition, found)
    is_known_above = manager_of(found.at.council or "") in names
    for name in names:
        data = {
            **_of(found, reached),
            "whom": name,
            "says": says,
            "raised_on": today,
            "escalate_on": None if is_known_above else _escalate_on(reached.level, today, days),
            "supersedes": before,
        }
        before = []
        entry = write(session, transition, actor=ENGINE, act="alert-raised", data=data)
        yield _raised(transition, entry.sequence, data)
    following = found.following(today)
    row.next_level = following.level if following else None
    row.next_on = following.on if following else None
    session.add(row)


def _late(reached: Reached, today: date, last_check_on: date | None, days: WorkingCalendar) -> int:
    """How many working days after it was reached a level is found, for want of a check."""
    if last_check_on is None or not last_check_on < reached.on < today:
        return 0
    return days.distance(days.on_or_after(reached.on), today)


def _standing_of(session: Session, transition: Transition, row: Watch) -> list[Alert]:
    """The alerts that stand of a deadline, which a graver one takes the place of."""
    query = select(Alert).where(
        Alert.transition_id == transition.id,
        Alert.step == row.step,
        Alert.council == row.council,
        Alert.limit_on == row.limit_on,
        col(Alert.closed_by_act) == "",
    )
    return list(session.exec(query.order_by(col(Alert.sequence))))


def _of(found: Watched, reached: Reached) -> dict[str, Any]:
    return {
        "step": found.at.key,
        "council": found.at.council or "",
        "level": reached.level,
        "rule": found.rule,
        "limit_on": found.limit_on,
        "reached_on": reached.on,
    }


def _escalate_on(level: str, today: date, days: WorkingCalendar) -> date | None:
    wait = ESCALATED_AFTER_WORKING_DAYS.get(level)
    return days.nth_after(today, wait) if wait else None


def _escalate(session: Session, transition: Transition, alerts: list[Alert], today: date) -> Raised:
    first = alerts[0]
    names = " and ".join(dict.fromkeys(each.whom for each in alerts))
    data: dict[str, Any] = {
        name: getattr(first, name)
        for name in ("step", "council", "level", "rule", "limit_on", "reached_on")
    }
    data |= {
        "whom": manager_of(first.council),
        "says": f"{first.says} Told on {spoken(first.raised_on)}, not acknowledged: {names}.",
        "raised_on": today,
        "escalate_on": None,
        "escalated_from": [each.sequence for each in alerts],
    }
    entry = write(session, transition, actor=ENGINE, act="alert-escalated", data=data)
    return _raised(transition, entry.sequence, data, escalated=True)


def _raised(
    transition: Transition, sequence: int, data: dict[str, Any], *, escalated: bool = False
) -> Raised:
    names = ("step", "council", "level", "whom", "rule", "limit_on", "says")
    return Raised(
        reference=transition.reference,
        sequence=sequence,
        escalated=escalated,
        **{name: data[name] for name in names},
    )
