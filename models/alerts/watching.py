"""What the deadline check looks at: worked out when the log has grown, and then only looked up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from models.actor import ENGINE
from models.database import database, writing
from models.log import locked
from models.projection import write
from models.standing import situation
from models.tables import SHARED, Alert, Transition, Watch
from rules.alerts import Reached, Watched, watched
from rules.errors import RuleError
from rules.reach import look_again_on
from rules.situation import StepId
from rules.timetable import draw_up

Key = tuple[str, str, date]


def work_out(reference: str, today: date) -> int:
    """The deadlines of a transition are watched as its plan has them today; how many.

    Alerts of a step that was closed, or of a limit that moved, lapse. Doing it again changes
    nothing.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        found, again = _from_plan(session, transition, today)
        _lapse(session, transition, found)
        told = _told(session, transition)
        session.execute(delete(Watch).where(col(Watch.transition_id) == transition.id))
        rows = [_row(transition, each, told, today) for each in found]
        if rows:
            session.execute(insert(Watch), rows)
        transition.watched_length, transition.look_again_on = transition.log_length, again
        session.add(transition)
        return len(rows)


@contextmanager
def no_date_moves(session: Session, transition: Transition) -> Iterator[None]:
    """What is written to the log inside moves no date: deadlines worked out before stay so."""
    worked_out = transition.watched_length == transition.log_length
    yield
    if worked_out:
        transition.watched_length = transition.log_length
        session.add(transition)


def as_watched(row: Watch) -> Watched:
    """The deadline as the rules have it."""
    return Watched(
        at=StepId(row.step, row.council or None),
        name=row.name,
        owners=tuple(row.owners),
        rule=row.rule,
        limit_on=row.limit_on,
        safe_on=row.safe_on,
        is_law=row.is_law,
        arithmetic=row.arithmetic,
        levels=tuple(Reached(level=level, on=date.fromisoformat(on)) for level, on in row.levels),
    )


def _from_plan(
    session: Session, transition: Transition, today: date
) -> tuple[list[Watched], date | None]:
    """What is to be watched, and the day on which to look again."""
    try:
        timetable = draw_up(situation(session, transition.reference, today))
    except RuleError as error:
        return [_unplannable(transition, error, today)], None
    since = transition.look_again_on
    reached = since if since and since < today else today
    return watched(timetable, reached), look_again_on(timetable)


def _unplannable(transition: Transition, error: RuleError, today: date) -> Watched:
    """A transition that cannot be planned must not fall silent, nor hide the others."""
    return Watched(
        at=StepId("11.1"),
        name="the whole plan",
        owners=("Programme director",),
        rule=None,
        limit_on=transition.commencement_on,
        safe_on=None,
        is_law=False,
        arithmetic=f"{transition.reference} cannot be planned: {error.found} {error.remedy}",
        levels=(Reached(level="unplannable", on=today),),
    )


def _lapse(session: Session, transition: Transition, found: list[Watched]) -> None:
    """Alerts that stand of a deadline that is watched no more, or of a level it has left, lapse."""
    levels = {key_of(each): {reached.level for reached in each.levels} for each in found}
    for alert in standing_alerts(session, transition):
        if alert.level not in levels.get(key_of_alert(alert), ()):
            data = {"alert": alert.sequence, "step": alert.step, "council": alert.council}
            write(session, transition, actor=ENGINE, act="alert-lapsed", data=data)


def standing_alerts(session: Session, transition: Transition) -> list[Alert]:
    """The alerts of a transition that stand, in the order in which they were raised."""
    query = select(Alert).where(
        Alert.transition_id == transition.id, col(Alert.closed_by_act) == ""
    )
    return list(session.exec(query.order_by(col(Alert.sequence))))


def _told(session: Session, transition: Transition) -> set[tuple[Key, str]]:
    """The deadlines and levels of which somebody was told, and which have held since."""
    query = select(Alert).where(
        Alert.transition_id == transition.id, col(Alert.closed_by_act) != "lapsed"
    )
    found = session.exec(query)
    return {(key_of_alert(each), each.level) for each in found}


def key_of_alert(alert: Alert) -> Key:
    """The deadline that an alert is of."""
    return alert.step, alert.council, alert.limit_on


def key_of(found: Watched) -> Key:
    """What tells a deadline from the others of its transition."""
    return found.at.key, found.at.council or SHARED, found.limit_on


def _row(
    transition: Transition, found: Watched, told: set[tuple[Key, str]], today: date
) -> dict[str, object]:
    next_ = found.reached(today)
    if next_ is None or (key_of(found), next_.level) in told:
        next_ = found.following(today)
    return {
        "transition_id": transition.id,
        "step": found.at.key,
        "council": found.at.council or SHARED,
        "name": found.name,
        "owners": list(found.owners),
        "rule": found.rule,
        "limit_on": found.limit_on,
        "safe_on": found.safe_on,
        "is_law": found.is_law,
        "arithmetic": found.arithmetic,
        "levels": [[each.level, each.on.isoformat()] for each in found.levels],
        "next_level": next_.level if next_ else None,
        "next_on": next_.on if next_ else None,
    }
