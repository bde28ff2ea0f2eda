"""Tells of deadlines that are due to be told of: once for each level and person, in the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.actor import ENGINE
from models.alerts.digests import post_digests
from models.alerts.keys import Key, key_of
from models.alerts.lapsing import lapse_of_others
from models.alerts.raised import Raised
from models.alerts.recipients import Recipient, Recipients, recipients
from models.alerts.watching import alerts_by_level, as_watched, next_look, no_date_moves
from models.database import database, writing
from models.log import locked
from models.projection import write
from models.standing import proclaimed
from models.tables import SHARED, Alert, Transition, Watch
from rules.alerts import ESCALATED_AFTER_WORKING_DAYS, Reached, Watched, told
from rules.almanac import calendar
from rules.calendars import WorkingCalendar

_CALENDAR = "england-and-wales"


def raise_due(reference: str, today: date, last_check_on: date | None) -> list[Raised]:
    """Everything due of a transition is told: an alert for each person, and one message of all.

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
        to = recipients(session, transition, today)
        before = alerts_by_level(session, transition, {row.step for row in rows})
        raised: list[Raised] = []
        with no_date_moves(session, transition):
            for row in rows:
                found = as_watched(row)
                reached = found.reached(today)
                assert reached, "a deadline is due on the day on which a level is reached"
                says = told(found, reached, _late(reached, today, last_check_on, days))
                raised += _raise(session, transition, found, reached, says, before, to, days)
                following = next_look(found, today, to)
                row.next_level = following.level if following else None
                row.next_on = following.on if following else None
                session.add(row)
            post_digests(session, transition, raised)
        return raised


def _raise(
    session: Session,
    transition: Transition,
    found: Watched,
    reached: Reached,
    says: str,
    before: Mapping[tuple[Key, str], list[Alert]],
    to: Recipients,
    days: WorkingCalendar,
) -> Iterator[Raised]:
    """Whoever was not told of the level yet is told; less grave ones no longer stand, nor those to
    whoever has the step no more."""
    key = key_of(found)
    at_level = before.get((key, reached.level), [])
    own = [alert for (of, _), alerts in before.items() if of == key for alert in alerts]
    lapse_of_others(session, transition, _standing(own), {key: found}, to)
    tell = to.still_to_tell(found, at_level)
    wait = ESCALATED_AFTER_WORKING_DAYS.get(reached.level)
    above = to.above(found.at).whom
    knows = {each.whom for each in tell} | {a.whom for a in at_level if a.closed_by_act != "lapsed"}
    data = {
        "step": found.at.key,
        "council": found.at.council or SHARED,
        "level": reached.level,
        "rule": found.rule,
        "limit_on": found.limit_on,
        "reached_on": reached.on,
        "says": says,
        "raised_on": to.today,
        "escalate_on": days.nth_after(to.today, wait) if wait and above not in knows else None,
        "supersedes": [a.sequence for a in _standing(own) if a.level != reached.level],
    }
    for person in tell:
        raised = raise_one(session, transition, person, "alert-raised", data, found.arithmetic)
        data["supersedes"] = []
        yield raised


def _standing(alerts: list[Alert]) -> list[Alert]:
    return [alert for alert in alerts if not alert.closed_by_act]


def raise_one(
    session: Session,
    transition: Transition,
    to: Recipient,
    act: str,
    data: dict[str, Any],
    arithmetic: str = "",
) -> Raised:
    """One alert stands in the log, to one person."""
    entry = write(session, transition, actor=ENGINE, act=act, data={**data, "whom": to.whom})
    names = ("step", "council", "level", "rule", "limit_on", "says")
    return Raised(
        reference=transition.reference,
        sequence=entry.sequence,
        to=to,
        arithmetic=arithmetic,
        escalated=act == "alert-escalated",
        **{name: data[name] for name in names},
    )


def _late(reached: Reached, today: date, last_check_on: date | None, days: WorkingCalendar) -> int:
    """How many working days after it was reached a level is found, for want of a check."""
    if last_check_on is None or not last_check_on < reached.on < today:
        return 0
    return days.distance(days.on_or_after(reached.on), today)
