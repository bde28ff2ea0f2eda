"""The calendar feed moves the events a reader already has, and reminds of what is to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Component

from models.reports import timetable_of
from rules.errors import InputError
from rules.timetable import Timetable, draw_up
from tasks.exports.calendar_feed import calendar_feed

STAMP = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
NOTICE = "worked-2027.2.4.all.CON-04.last-day@changeover"


@pytest.fixture
def in_time(home: Path) -> Timetable:
    """The worked example on the day its plan is approved."""
    return timetable_of("worked-2027", date(2026, 3, 31))


def events(timetable: Timetable, sequence: int = 0) -> dict[str, Component]:
    """The events of the feed by UID, read back."""
    feed = Calendar.from_ical(calendar_feed(timetable, stamped_at=STAMP, sequence=sequence))
    found = {str(event["UID"]): event for event in feed.walk("VEVENT")}
    assert len(found) == len(feed.walk("VEVENT")), "a UID was used twice"
    return found


def moved(timetable: Timetable, days: int) -> Timetable:
    """The plan when the contract expires so many days later."""
    where, later = timetable.situation, timedelta(days=days)
    return draw_up(
        replace(
            where,
            expiry_on=where.expiry_on + later,
            commencement_on=where.commencement_on + later,
        )
    )


def day_of(event: Component) -> date:
    """The day of an all-day event."""
    found = event.decoded("DTSTART")
    assert type(found) is date
    return found


def test_a_last_day_is_an_all_day_event_with_its_arithmetic(in_time: Timetable) -> None:
    """The assistance notice: four months before 31 March 2027 is 30 November 2026."""
    event = events(in_time)[NOTICE]
    assert day_of(event) == date(2026, 11, 30)
    assert event.decoded("DTEND") == date(2026, 12, 1)
    assert str(event["SUMMARY"]).startswith("Last day: ")
    assert "less 4 months" in event["DESCRIPTION"]
    assert "is Monday 30 November 2026" in event["DESCRIPTION"]
    assert "Rule CON-04" in event["DESCRIPTION"]
    assert event["CATEGORIES"].cats == ["last day", "Notice"]
    assert event["TRANSP"] == "TRANSPARENT"


def test_every_entry_of_the_diary_has_an_event_of_its_own(in_time: Timetable) -> None:
    """Also the two pre-election periods of one name, and rules that fix two dates on one step."""
    found = events(in_time)
    opens = [uid for uid in found if ".opens." in uid]
    assert sorted(day_of(found[uid]) for uid in opens) == [
        date(2026, 3, 30),
        date(2027, 3, 26),
        date(2027, 3, 31),
    ]
    assert len(found) > 90


@pytest.mark.parametrize("days", [7, 30, -21])
def test_uids_stay_the_same_when_the_expiry_moves(in_time: Timetable, days: int) -> None:
    """The date is no part of them: a reader's calendar moves what it has, and doubles nothing."""
    before, after = events(in_time, 4), events(moved(in_time, days), 5)
    kept = _binding(before)
    assert kept == _binding(after)
    assert day_of(after[NOTICE]) != day_of(before[NOTICE])
    assert all(before[uid]["SUMMARY"] == after[uid]["SUMMARY"] for uid in kept)
    assert {int(event["SEQUENCE"]) for event in before.values()} == {4}
    assert {int(event["SEQUENCE"]) for event in after.values()} == {5}


def _binding(found: Iterable[str]) -> set[str]:
    """The UIDs of last days, first days and meetings, which every plan of the case has."""
    kinds = (".last-day", ".first-day", ".meeting")
    return {uid for uid in found if any(kind in uid for kind in kinds)}


def test_the_time_of_making_it_is_passed_in_and_must_be_aware(in_time: Timetable) -> None:
    """DTSTAMP is in UTC (RFC 5545, 3.8.7.2); nothing here reads a clock."""
    assert {event.decoded("DTSTAMP") for event in events(in_time).values()} == {STAMP}
    with pytest.raises(InputError, match="no time zone"):
        calendar_feed(in_time, stamped_at=STAMP.replace(tzinfo=None))


def test_a_last_day_to_come_reminds_five_days_before(in_time: Timetable) -> None:
    """A display alarm, five days before the event begins."""
    [alarm] = events(in_time)[NOTICE].walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(days=-5)
    assert alarm["ACTION"] == "DISPLAY"


@pytest.mark.parametrize(
    ("today", "reminded"),
    [
        (date(2026, 11, 25), True),
        (date(2026, 11, 26), False),
        (date(2026, 12, 1), False),
    ],
)
def test_a_reminder_whose_day_has_passed_is_left_out(
    home: Path, today: date, reminded: bool
) -> None:
    """Five days before 30 November is 25 November 2026."""
    event = events(timetable_of("worked-2027", today))[NOTICE]
    assert bool(event.walk("VALARM")) is reminded


def test_what_is_over_and_what_binds_nobody_does_not_remind(in_time: Timetable) -> None:
    """1.2 is done; the final account rests on a usual term that this contract may not hold."""
    found = events(in_time)
    assert not found["worked-2027.1.2.all.CON-02.last-day@changeover"].walk("VALARM")
    usual = [e for e in found.values() if "usual term" in e["SUMMARY"]]
    assert usual
    assert not any(event.walk("VALARM") for event in usual)


def test_a_hostile_name_cannot_add_a_line_to_the_feed(in_time: Timetable) -> None:
    """Line ends, commas and semicolons in a name are escaped; control characters are dropped."""
    where = in_time.situation
    name = 'X\r\nEND:VEVENT\nBEGIN:VALARM;=1+1, <b>&"\x07'
    parties = tuple(replace(party, name=name) for party in where.parties)
    text = calendar_feed(draw_up(replace(where, parties=parties)), stamped_at=STAMP).decode()
    assert "\x07" not in text
    lines = text.split("\r\n")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(events(in_time))
    event = events(draw_up(replace(where, parties=parties)))[
        "worked-2027.1.8.northmere.no-rule.meeting@changeover"
    ]
    assert '=1+1, <b>&"' in event["SUMMARY"]
    assert all(len(line.encode()) <= 75 for line in lines)
