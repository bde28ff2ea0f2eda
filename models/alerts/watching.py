"""What the deadline check looks at: worked out when the log has grown, and then only looked up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from models.alerts.keys import Key, key_of, key_of_alert
from models.alerts.lapsing import lapse_gone, lapse_of_others
from models.alerts.recipients import Recipients, recipients
from models.database import database, writing
from models.log import locked
from models.standing import situation
from models.tables import SHARED, Alert, Transition, Watch
from rules.alerts import Reached, Watched, watched
from rules.errors import RuleError
from rules.reach import look_again_on
from rules.situation import StepId
from rules.timetable import draw_up


def work_out(reference: str, today: date) -> int:
    """The deadlines of a transition are watched as its plan has them today; how many.

    Alerts of a step that was closed, of a limit that moved, or to whoever has handed the step over,
    lapse. Doing it again changes nothing.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        found, again = _from_plan(session, transition, today)
        to = recipients(session, transition, today)
        by_key = {key_of(each): each for each in found}
        standing = lapse_gone(session, transition, standing_alerts(session, transition), by_key)
        lapse_of_others(session, transition, standing, by_key, to)
        told = alerts_by_level(session, transition)
        session.execute(delete(Watch).where(col(Watch.transition_id) == transition.id))
        rows = [_row(transition, each, told, to) for each in found]
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


def standing_alerts(session: Session, transition: Transition) -> list[Alert]:
    """The alerts of a transition that stand, in the order in which they were raised."""
    query = select(Alert).where(
        Alert.transition_id == transition.id, col(Alert.closed_by_act) == ""
    )
    return list(session.exec(query.order_by(col(Alert.sequence))))


def alerts_by_level(
    session: Session, transition: Transition, steps: Collection[str] | None = None
) -> dict[tuple[Key, str], list[Alert]]:
    """Every alert there was, lapsed ones too, by deadline and level; of these steps, or of all."""
    query = select(Alert).where(Alert.transition_id == transition.id)
    if steps is not None:
        query = query.where(col(Alert.step).in_(steps))
    found: dict[tuple[Key, str], list[Alert]] = {}
    for alert in session.exec(query.order_by(col(Alert.sequence))):
        found.setdefault((key_of_alert(alert), alert.level), []).append(alert)
    return found


def next_look(found: Watched, today: date, to: Recipients) -> Reached | None:
    """The next day on which somebody may have to be told, and the level reached by then.

    That of the next level, or that on which another does the step, whichever comes first.
    """
    following, change_on = found.following(today), to.change_on(found.at)
    reached = found.reached(change_on) if change_on else None
    if reached and change_on and (following is None or change_on < following.on):
        return Reached(level=reached.level, on=change_on)
    return following


def _row(
    transition: Transition,
    found: Watched,
    told: Mapping[tuple[Key, str], list[Alert]],
    to: Recipients,
) -> dict[str, object]:
    next_ = found.reached(to.today)
    if next_ is None or not to.still_to_tell(found, told.get((key_of(found), next_.level), ())):
        next_ = next_look(found, to.today, to)
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
