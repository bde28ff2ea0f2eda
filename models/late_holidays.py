"""A holiday proclaimed late: what it moves in every live transition, and keeping it.

Open deadlines are worked out again, finished steps are tested again and flagged, and nothing that
is done is edited (rule BH-01).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, select

from models.actor import Actor
from models.database import database, reading, take_turns, writing
from models.log import locked
from models.projection import write
from models.standing import live_references, situation
from models.tables import ProclaimedHoliday, Transition
from rules import almanac
from rules.calendars import Holiday
from rules.differences import Differences, differences
from rules.errors import AlreadyRecorded, InputError
from rules.timetable import draw_up


def what_it_moves(name: str, holiday: Holiday, today: date) -> dict[str, Differences]:
    """By live transition, what differs once the holiday closes the calendar `name`.

    Transitions that it does not touch are left out. Raises: UnknownName, AlreadyRecorded.
    """
    with reading(database()) as session:
        _refuse_closed(session, name, holiday)
        return _moves(session, name, holiday, today)


def add_holiday(name: str, holiday: Holiday, today: date, actor: Actor) -> dict[str, Differences]:
    """The holiday is kept and each transition's log says what it moved, in one transaction."""
    with writing(database()) as session:
        take_turns(session.connection())
        _refuse_closed(session, name, holiday)
        moves = _moves(session, name, holiday, today)
        session.add(
            ProclaimedHoliday(
                calendar=name,
                closes_on=holiday.on,
                name=holiday.name,
                known_from=holiday.known_from,
                cite=holiday.cite,
                added_by=actor.name,
            )
        )
        for reference, found in moves.items():
            _note(session, locked(session, reference), name, holiday, found, actor)
        return moves


def note_holidays(
    session: Session,
    transition: Transition,
    known: set[tuple[str, date]],
    *,
    today: date,
    actor: Actor,
) -> None:
    """The log of a transition brought from elsewhere says what holidays not `known` there move.

    `known` are calendars and days. The caller holds the transition.
    """
    where = situation(session, transition.reference, today)
    added = tuple(each for each in where.added if (each[0], each[1].on) in known)
    for name, holiday in where.added:
        if (name, holiday.on) in known:
            continue
        before, added = added, (*added, (name, holiday))
        moved = differences(
            draw_up(replace(where, added=before)), draw_up(replace(where, added=added))
        )
        if moved:
            _note(session, transition, name, holiday, moved, actor)


def _note(
    session: Session,
    transition: Transition,
    name: str,
    holiday: Holiday,
    moved: Differences,
    actor: Actor,
) -> None:
    data = {"calendar": name, "on": holiday.on, "name": holiday.name, "moved": rows(moved)}
    write(session, transition, actor=actor, act="holiday-added", data=data)


def rows(found: Differences) -> list[dict[str, Any]]:
    """Differences as plain rows, finished steps that are now short first."""
    retested = [
        {
            "step": str(each.step),
            "what": f"done on {each.done_on}: now short under {each.rule}",
            "before": each.limit_before,
            "after": each.limit_after,
            "rule": each.rule,
        }
        for each in found.retested
    ]
    moved = [
        {
            "step": str(each.step),
            "what": each.what,
            "before": each.before,
            "after": each.after,
            "rule": each.rule,
        }
        for each in found.moved
    ]
    return retested + moved


def _moves(session: Session, name: str, holiday: Holiday, today: date) -> dict[str, Differences]:
    found = {}
    for reference in live_references(session):
        where = situation(session, reference, today)
        later = replace(where, added=(*where.added, (name, holiday)))
        moved = differences(draw_up(where), draw_up(later))
        if moved:
            found[reference] = moved
    return found


def _refuse_closed(session: Session, name: str, holiday: Holiday) -> None:
    added = session.exec(
        select(ProclaimedHoliday).where(
            ProclaimedHoliday.calendar == name, ProclaimedHoliday.closes_on == holiday.on
        )
    ).one_or_none()
    why = almanac.calendar(name).why_closed(holiday.on)
    if added or why:
        raise AlreadyRecorded(
            f"{holiday.on} is closed already in {name}: {added.name if added else why}.",
            "a day that still counts as a working day.",
            "see `changeover calendar`.",
        )
    if "union" in almanac.source_of(name):
        raise InputError(
            f"{name} is the union of other calendars.",
            f"one of {', '.join(almanac.source_of(name)['union'])}.",
            "add the holiday to the calendar of the nation it was proclaimed for.",
        )
