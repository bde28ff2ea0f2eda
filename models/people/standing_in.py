"""One person does another's steps from one day until another, both inclusive."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from models.actor import Actor
from models.database import database, reading, writing
from models.log import locked
from models.people.duties import stand_ins
from models.people.known import People, people, still_here
from models.projection import write
from models.reasons import stated
from models.standing import stored
from models.tables import StandIn, Transition
from rules.arithmetic import spoken
from rules.errors import InputError, StateError

_ONE_DAY = timedelta(days=1)


def stand_in(
    reference: str,
    absent: str,
    deputy: str,
    from_on: date,
    until_on: date,
    *,
    actor: Actor,
    today: date,
) -> dict[str, Any]:
    """The deputy does the steps of the absent on those days, the first and the last included.

    Raises: UnknownName; InputError for days that are none or past; StateError for somebody who
    left, for days on which somebody stands in already, and for a chain: the deputy is away
    themselves, or the absent stands in for another.
    """
    _refuse_days(from_on, until_on, today)
    with writing(database()) as session:
        transition = locked(session, reference)
        known = people(session)
        away, other = sorted_here(session, known, absent, deputy)
        if away == other:
            raise InputError(
                f"{away} cannot stand in for themselves.", "two people.", "name another with --by."
            )
        for each in stand_ins(session, transition.id):
            if each.from_on <= until_on and from_on <= each.until_on:
                _refuse_meeting(known, each, away, other)
        data = {"absent": away, "deputy": other, "from_on": from_on, "until_on": until_on}
        entry = write(session, transition, actor=actor, act="stand-in-agreed", data=data)
        return {"reference": reference, **data, "entry": entry.sequence}


def end_stand_in(
    reference: str, absent: str, last_day: date, *, actor: Actor, today: date, reason: str
) -> dict[str, Any]:
    """The stand-in that stands, or the next to come, ends with that day (inclusive) or before.

    One that has not begun and ends before it begins is called off. Raises: UnknownName, InputError;
    StateError when nobody stands in.
    """
    reason = stated(reason, "why it ends early")
    with writing(database()) as session:
        transition = locked(session, reference)
        known = people(session)
        away = known.named(absent).name
        ahead = [
            each
            for each in stand_ins(session, transition.id)
            if known.are_same(each.absent, away) and each.from_on <= each.until_on >= today
        ]
        if not ahead:
            raise StateError(
                f"Nobody stands in for {away} today or later.",
                "a stand-in that has not ended.",
                f"see `changeover stand-in {reference}`.",
            )
        found = min(ahead, key=lambda each: each.from_on)
        if not today - _ONE_DAY <= last_day < found.until_on:
            raise InputError(
                f"It stands until {spoken(found.until_on)}; --ends is {spoken(last_day)}.",
                f"a day from {spoken(today - _ONE_DAY)} up to the day before that.",
                "what was done on days past stands; for a longer one agree another.",
            )
        return close(session, transition, found, last_day, actor, reason)


def close(
    session: Session,
    transition: Transition,
    found: StandIn,
    last_day: date,
    actor: Actor,
    reason: str,
) -> dict[str, Any]:
    """The stand-in ends with that day, inclusive, in the caller's transaction."""
    until_on = max(last_day, found.from_on - _ONE_DAY)
    data = {"stand_in": found.sequence, "absent": found.absent, "deputy": found.deputy}
    data |= {"from_on": found.from_on, "until_on": until_on}
    entry = write(session, transition, actor=actor, act="stand-in-ended", data=data, reason=reason)
    return {"reference": transition.reference, **data, "entry": entry.sequence}


def stand_ins_of(reference: str, today: date) -> list[dict[str, Any]]:
    """Every stand-in of a transition by its first day, and how it stands on a day."""
    with reading(database()) as session:
        transition = stored(session, reference).transition
        known = people(session)
        rows = sorted(stand_ins(session, transition.id), key=lambda row: (row.from_on, row.absent))
        return [
            {
                "absent": known.now(row.absent),
                "deputy": known.now(row.deputy),
                "from_on": row.from_on,
                "until_on": row.until_on,
                "now": _now(row, today),
                "entry": row.sequence,
            }
            for row in rows
        ]


def sorted_here(session: Session, known: People, one: str, other: str) -> tuple[str, str]:
    """The names of two people who are still here, their rows held in an order of their own."""
    for name in sorted({known.named(one).name, known.named(other).name}):
        still_here(session, known, name)
    return known.named(one).name, known.named(other).name


def _now(row: StandIn, today: date) -> str:
    if row.until_on < row.from_on:
        return "called off"
    if row.until_on < today:
        return "over"
    return "stands" if row.from_on <= today else "to come"


def _refuse_days(from_on: date, until_on: date, today: date) -> None:
    if until_on < from_on or until_on < today:
        raise InputError(
            f"From {spoken(from_on)} until {spoken(until_on)}.",
            f"a last day on or after the first, and on or after today, {spoken(today)}.",
            "both days are inclusive: for one day give it twice.",
        )
    if from_on < today:
        raise InputError(
            f"It would begin on {spoken(from_on)}, which is past.",
            f"a first day from today, {spoken(today)}, on.",
            "what was done before stands as it was recorded.",
        )


def _refuse_meeting(known: People, each: StandIn, absent: str, deputy: str) -> None:
    """A stand-in that shares a day with another must share nobody who is away."""
    days = f"from {spoken(each.from_on)} until {spoken(each.until_on)}"
    said = f"{each.deputy} stands in for {each.absent} {days}"
    if known.are_same(each.absent, absent):
        why = "days on which nobody stands in for them yet."
    elif known.are_same(each.absent, deputy):
        why = f"somebody who is not away then: {deputy} could not pass it on."
    elif known.are_same(each.deputy, absent):
        why = f"somebody who stands in for nobody then: {absent} could not pass it on."
    else:
        return
    raise StateError(
        f"{said} (entry {each.sequence}).",
        why,
        "choose other days or another person, or end that one with --ends.",
    )
