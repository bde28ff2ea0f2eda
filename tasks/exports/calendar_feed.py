"""The diary of a plan as an iCalendar feed (RFC 5545) that updates what it told before.

An event is known by what it is about, never by its date: when the date moves, the calendar of a
reader moves the event it already has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event

from rules.arithmetic import spoken
from rules.diary import DiaryEntry, diary
from rules.errors import InputError
from rules.situation import Situation
from rules.timetable import Timetable
from tasks.drawing.lettering import legible
from tasks.exports.lanes import OPEN, party_name

REMINDER_DAYS = 5
LAST_DAYS = ("last day", "safe last day")
#: Readers that keep to it ask again after this long.
_ASK_AGAIN = "PT12H"


def calendar_feed(timetable: Timetable, *, stamped_at: datetime, sequence: int = 0) -> bytes:
    """The feed. `stamped_at` is the time of making it, aware; `sequence` never falls.

    Raises: InputError for a naive time.
    """
    if stamped_at.tzinfo is None:
        raise InputError(f"{stamped_at} has no time zone.", "an aware time.", "give it in UTC.")
    where = timetable.situation
    feed = Calendar()
    feed.add("prodid", "-//Changeover//Plan of a contract exit//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", f"Changeover: {where.reference}")
    feed.add("x-published-ttl", _ASK_AGAIN)
    for uid, entry in identified(where, diary(timetable)):
        event = _event(timetable, entry)
        event.add("uid", uid)
        event.add("dtstamp", stamped_at)
        event.add("sequence", sequence)
        feed.add_component(event)
    made: bytes = feed.to_ical()
    return made


def identified(where: Situation, entries: list[DiaryEntry]) -> Iterator[tuple[str, DiaryEntry]]:
    """Each entry with its UID: of reference, step, council, rule and kind, never of the date.

    What the date is of goes in too where those five do not tell two entries apart: always for what
    hangs on no step, and for a step on which one rule fixes several dates. Windows of one name are
    told apart by their order.
    """
    met: Counter[str] = Counter()
    for entry in entries:
        at = entry.step
        named = (at.key, at.council or "all") if at else ("transition", "all")
        parts = [where.reference, *named, entry.rule or "no-rule", entry.kind]
        if _is_shared(where, entry):
            parts.append(sha256(entry.what.encode()).hexdigest()[:8])
        uid = ".".join(part.replace(" ", "-") for part in parts)
        met[uid] += 1
        order = f".{met[uid]}" if met[uid] > 1 else ""
        yield f"{uid}{order}@changeover", entry


def _is_shared(where: Situation, entry: DiaryEntry) -> bool:
    """Whether another date of the same rule may hang on the step, whatever the conditions."""
    if entry.step is None:
        return True
    step = where.breakdown.step(entry.step.key)
    rules = [dated.rule for dated in (*step.limits, *step.dates)]
    return entry.kind != "meeting" and rules.count(entry.rule) > 1


def _event(timetable: Timetable, entry: DiaryEntry) -> Event:
    where = timetable.situation
    event = Event()
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", legible(_summary(where, entry)))
    event.add("description", legible(_description(entry)))
    event.add("categories", [legible(name) for name in _categories(where, entry)])
    if _is_reminded(timetable, entry):
        event.add_component(_alarm(entry))
    return event


def _summary(where: Situation, entry: DiaryEntry) -> str:
    at = entry.step
    label = f"{entry.kind}: {entry.what}" if at else entry.what
    who = party_name(where, at.council) if at else ""
    usual = "" if entry.binds else ", usual term, not this contract's"
    return label[:1].upper() + label[1:] + (f" ({who})" if who else "") + usual


def _description(entry: DiaryEntry) -> str:
    lines = [f"Step {entry.step}." if entry.step else "", entry.arithmetic]
    lines.append(f"Rule {entry.rule}, {entry.standing}." if entry.rule else "")
    if not entry.binds:
        lines.append("This contract's own clause is not known: the day bounds nothing.")
    return "\n".join(line for line in lines if line) or f"{spoken(entry.on)}: {entry.what}."


def _categories(where: Situation, entry: DiaryEntry) -> list[str]:
    if entry.step is None:
        return [entry.kind]
    stage = where.breakdown.step(entry.step.key).stage
    name = next(each.name for each in where.breakdown.stages if each.number == stage)
    who = party_name(where, entry.step.council)
    return [entry.kind, name, *([who] if who else [])]


def _is_reminded(timetable: Timetable, entry: DiaryEntry) -> bool:
    """Whether a reminder is still to come: of a last day that binds, on a step still open."""
    if entry.kind not in LAST_DAYS or not entry.binds or entry.step is None:
        return False
    planned = timetable.steps[entry.step]
    return planned.status in OPEN and _reminder_on(entry.on) >= timetable.situation.today


def _reminder_on(day: date) -> date:
    return day - timedelta(days=REMINDER_DAYS)


def _alarm(entry: DiaryEntry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -timedelta(days=REMINDER_DAYS))
    alarm.add("description", legible(f"In {REMINDER_DAYS} days, {entry.kind}: {entry.what}"))
    return alarm
