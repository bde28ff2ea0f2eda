"""A body's calendar of meetings, from CSV or iCalendar; a meeting that moved re-dates plans.

A file is taken whole or not at all. It speaks for the span from its first day to its last: a
meeting known in that span that the file lacks, or names as cancelled, is dropped.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, select

from models.actor import Actor
from models.database import database, reading, take_turns, writing
from models.log import locked
from models.projection import write
from models.standing import situation, stored
from models.tables import Body, Meeting, Transition
from rules.almanac import calendar
from rules.differences import Differences, differences
from rules.errors import BadFile, ChangeoverError, UnknownName
from rules.situation import Situation
from rules.timetable import draw_up

CANCELLED = ("cancelled", "canceled")


@dataclass(frozen=True, kw_only=True)
class MeetingChange:
    """What an import adds and drops, the decisions that lose their meeting, and what moves."""

    added: tuple[date, ...]
    dropped: tuple[date, ...]
    unchosen: tuple[str, ...]
    differs: Differences


def import_meetings(
    reference: str, council: str, path: Path, *, today: date, actor: Actor, keep: bool
) -> MeetingChange:
    """The meetings of a council's body are those of the file, in the span the file speaks for.

    With `keep` False nothing is written. Raises: BadFile with every bad row, UnknownName.
    """
    held, cancelled = read_meetings(path)
    if not keep:
        with reading(database()) as session:
            return _change(session, reference, council, held, cancelled, today)[1]
    with writing(database()) as session:
        # The body may meet for other transitions too.
        take_turns(session.connection())
        transition = locked(session, reference)
        body, change = _change(session, reference, council, held, cancelled, today)
        _write(session, transition, council, body, change, actor)
        return change


def read_meetings(path: Path) -> tuple[set[date], set[date]]:
    """The days in a file: held, and cancelled. Raises: BadFile naming every bad row."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(
            f"{path}: cannot be read ({error}).", "CSV or iCalendar.", "check it."
        ) from error
    rows = _from_icalendar(text, path) if path.suffix.lower() == ".ics" else _from_csv(text)
    held, cancelled, faults = set[date](), set[date](), list[str]()
    for where, found, status in rows:
        if isinstance(found, str):
            faults.append(f"{where}: {found}")
        elif status in CANCELLED:
            cancelled.add(found)
        elif why := _closed(found):
            faults.append(f"{where}: {found} {why}")
        else:
            held.add(found)
    if not held | cancelled and not faults:
        faults.append("no meeting in it")
    if faults:
        listed = "\n".join(f"  - {fault}" for fault in faults)
        raise BadFile(
            f"{path}: {len(faults)} bad rows:\n{listed}",
            "a column `date` (2027-02-09), and `status` where a meeting is cancelled; or VEVENTs.",
            "mend every row named; nothing was written.",
        )
    return held, cancelled - held


def _from_csv(text: str) -> Iterator[tuple[str, date | str, str]]:
    table = csv.DictReader(io.StringIO(text))
    if "date" not in (table.fieldnames or ()):
        yield "row 1", f"no column `date` among {table.fieldnames}", ""
        return
    for number, row in enumerate(table, 2):
        status = (row.get("status") or "").strip().lower()
        value = (row["date"] or "").strip()
        try:
            yield f"row {number}", date.fromisoformat(value), status
        except ValueError:
            yield f"row {number}", f"{value!r} is not a date such as 2027-02-09", status


def _from_icalendar(text: str, path: Path) -> Iterator[tuple[str, date | str, str]]:
    from icalendar import Calendar

    try:
        events = list(Calendar.from_ical(text).walk("VEVENT"))
    except ValueError as error:
        raise BadFile(f"{path}: {error}.", "an iCalendar file.", "export it again.") from error
    for number, event in enumerate(events, 1):
        status = str(event.get("STATUS", "")).lower()
        start = event.get("DTSTART")
        if start is None:
            yield f"event {number}", "no DTSTART", status
            continue
        day = start.dt
        yield f"event {number}", day.date() if isinstance(day, datetime) else day, status


def _closed(day: date) -> str | None:
    try:
        why = calendar("england-and-wales").why_closed(day)
        calendar("england-and-wales").is_working_day(day)
    except ChangeoverError as error:
        return error.found
    return f"is a closed day ({why})" if why else None


def _change(
    session: Session,
    reference: str,
    council: str,
    held: set[date],
    cancelled: set[date],
    today: date,
) -> tuple[Body, MeetingChange]:
    rows = stored(session, reference)
    bodies = {each.code: body for _, each, body in rows.parties}
    if council not in bodies:
        raise UnknownName(
            f"{council!r} has no part in {reference}.", f"one of {', '.join(bodies)}.", "name one."
        )
    where = situation(session, reference, today)
    known = set(where.meetings.get(council, ()))
    span = held | cancelled
    dropped = {day for day in known if min(span) <= day <= max(span) and day not in held}
    lost = [
        decision
        for decision, day in where.chosen.items()
        if decision.council == council and day in dropped and not where.has_carried(decision)
    ]
    after = _with(where, council, (known | held) - dropped, [d.decision for d in lost])
    return bodies[council], MeetingChange(
        added=tuple(sorted(held - known)),
        dropped=tuple(sorted(dropped)),
        unchosen=tuple(decision.decision for decision in lost),
        differs=differences(draw_up(where), draw_up(after)),
    )


def _with(where: Situation, council: str, days: set[date], unchosen: list[str]) -> Situation:
    chosen = {
        decision: day
        for decision, day in where.chosen.items()
        if not (decision.council == council and decision.decision in unchosen)
    }
    meetings = {**where.meetings, council: tuple(sorted(days))}
    return replace(where, meetings=meetings, chosen=chosen)


def _write(
    session: Session,
    transition: Transition,
    council: str,
    body: Body,
    change: MeetingChange,
    actor: Actor,
) -> None:
    for day in change.dropped:
        query = select(Meeting).where(Meeting.body_id == body.id, Meeting.meets_on == day)
        session.delete(session.exec(query).one())
    assert body.id is not None
    session.add_all(Meeting(body_id=body.id, meets_on=day) for day in change.added)
    data = {
        "council": council,
        "added": [day.isoformat() for day in change.added],
        "dropped": [day.isoformat() for day in change.dropped],
    }
    write(session, transition, actor=actor, act="meetings-imported", data=data)
    for decision in change.unchosen:
        gone = {"decision": decision, "council": council, "meeting_on": change.dropped[0]}
        write(session, transition, actor=actor, act="meeting-withdrawn", data=gone)
