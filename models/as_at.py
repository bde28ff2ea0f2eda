"""A transition as known at the end of a day in UTC, planned by the rules and calendars of then.

Its log is folded up to that day into a database in memory, beside what was given when it opened.
Meetings imported since are taken back. What a transition that was opened later gave of the meetings
of a body they share cannot be told apart, and counts as known.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.archive.given import BESIDE, given_of, put_given
from models.database import database, passing, reading, writing
from models.log import DAY_ENDS, Entry, entries
from models.projection import apply
from models.rule_sets import rule_set_on
from models.standing import Stored, situation, stored
from models.tables import Council, LogEntry, Party, plain
from rules.errors import InputError
from rules.rule_set import shipped
from rules.timetable import Timetable, draw_up


def timetable_as_at(
    reference: str, day: date, today: date | None = None, known_on: date | None = None
) -> Timetable:
    """The timetable as known at the end of `day`, drawn up on that day unless `today` is given.

    It is planned by the rule set of that day. The calendars are as they stood that day too, unless
    `known_on` names another.

    Raises: UnknownName; InputError for a day before the first entry; DatabaseDamaged when the rule
    set is not held any more.
    """
    with reading(database()) as session:
        rows = stored(session, reference)
        log = entries(session, rows.transition)
        known = [entry for entry in log if entry.at <= f"{day.isoformat()}{DAY_ENDS}"]
        if not known:
            raise _too_early(reference, day, log)
        rules = rule_set_on(session, rows.transition, day)
        told = given_of(session, rows, log)
        told["beside"] = {plain(table).name: [] for table in BESIDE}
        _take_back_meetings(session, rows, told["councils"], day)
    with passing() as engine, writing(engine) as session:
        transition = put_given(session, told)
        assert transition.id is not None
        for entry in known:
            apply(session, replace(entry, transition_id=transition.id))
        return draw_up(situation(session, reference, today or day, known_on or day, rules))


def versions(timetable: Timetable) -> dict[str, Any]:
    """The rule set, and the versions of the rules and calendars that the dates rest on."""
    deadlines = [dated.deadline for planned in timetable for dated in planned.dates]
    rules = {(each.rule_id, each.rule_version) for each in deadlines if each.rule_id}
    calendars = {(each.calendar, each.calendar_version) for each in deadlines}
    return {
        "rule_set": (timetable.situation.rule_set or shipped()).digest,
        "rules": [{"rule": rule, "in_force_from": version} for rule, version in sorted(rules)],
        "calendars": [
            {"calendar": name, "version": version} for name, version in sorted(calendars)
        ],
    }


def _too_early(reference: str, day: date, log: list[Entry]) -> InputError:
    first = log[0].at[:10] if log else "the day it is opened"
    return InputError(
        f"Nothing was known of {reference} at the end of {day}.",
        f"a day from {first} on, in UTC: the day of its first entry.",
        "give a later --as-at.",
    )


def _take_back_meetings(
    session: Session, rows: Stored, councils: list[dict[str, Any]], day: date
) -> None:
    """The meetings of each body are those known at the end of the day: later imports are undone."""
    bodies = {body.id: council.code for _, council, body in rows.parties}
    query = (
        select(LogEntry.data, Party.body_id, Council.code)
        .where(LogEntry.act == "meetings-imported", LogEntry.at > f"{day.isoformat()}{DAY_ENDS}")
        .where(Party.transition_id == LogEntry.transition_id, Party.council_id == Council.id)
        .order_by(col(LogEntry.at).desc())
    )
    known = {row["code"]: set(row["meetings"]) for row in councils}
    for text, body_id, code in session.exec(query):
        imported = json.loads(text)
        if imported["council"] == code and body_id in bodies:
            held = known[bodies[body_id]]
            held -= set(imported["added"])
            held |= set(imported["dropped"])
    for row in councils:
        row["meetings"] = sorted(known[row["code"]])
