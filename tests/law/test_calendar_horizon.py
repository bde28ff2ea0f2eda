"""Where the calendars end, and what they knew when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from rules.almanac import calendar, calendar_names, source_of
from rules.calendars import Holiday
from rules.counting import LONDON, clear_days_before, nth_working_day_after
from rules.errors import CalendarHorizonPassed, UnknownName

LEAST_DAYS_AHEAD = 365
#: Those with a list of their own; a union of calendars ends with its parts.
LISTED = [name for name in calendar_names() if "union" not in source_of(name)]


def complaint(known_until: date, name: str, today: date) -> str | None:
    """What to do when a published list comes within a year of its end; None while it need not."""
    left = (known_until - today).days
    if left > LEAST_DAYS_AHEAD:
        return None
    return (
        f"The calendar {name!r} ends on {known_until}, {left} days from now, and a contract exit "
        "is planned further ahead than that. Take the next list from "
        "https://www.gov.uk/bank-holidays.json, add its days under [recurring] in "
        f"rules/calendars/{name}.toml (what is moved or extra goes under [[one_off]] and "
        "[[withdrawn]], with known_from), and set published_on and known_until."
    )


@pytest.mark.parametrize("name", LISTED)
def test_the_published_holidays_reach_more_than_a_year_ahead(name):
    """This fails on purpose when the lists run short, and says how to load the next one."""
    ends_on = calendar(name).known_until
    assert complaint(ends_on, name, datetime.now(LONDON).date()) is None


@pytest.mark.parametrize(
    ("today", "complains"),
    [("Fri 31 Dec 2027", False), ("Sat 1 Jan 2028", True), ("Mon 1 Jan 2029", True)],
)
def test_the_warning_comes_365_days_before_the_end(day, today, complains):
    """2028 is a leap year: 366 days are enough on 31 December 2027, and 365 are not."""
    said = complaint(day("Sun 31 Dec 2028"), "scotland", day(today))
    assert (said is not None) is complains
    if said:
        assert "rules/calendars/scotland.toml" in said
        assert "bank-holidays.json" in said


@pytest.mark.parametrize("name", calendar_names())
def test_the_calendar_answers_on_its_first_and_last_day_and_refuses_the_days_beyond(day, name):
    """1 January 2012 and 31 December 2028 were and will be Sundays; the next days are not known."""
    ours = calendar(name)
    assert ours.why_closed(day("Sun 1 Jan 2012")) == "Sunday"
    assert not ours.is_working_day(day("Sun 31 Dec 2028"))
    for outside, side in ((day("Sat 31 Dec 2011"), "before"), (day("Mon 1 Jan 2029"), "after")):
        with pytest.raises(CalendarHorizonPassed) as refused:
            ours.is_working_day(outside)
        error = refused.value
        assert error.found.startswith(f"{outside:%A %-d %B %Y} lies {side} the calendar {name!r}")
        assert ours.version in error.found
        assert error.expected == "a count inside 2012-01-01 to 2028-12-31."
        assert "rules/calendars/" in error.remedy


def test_a_count_that_would_leave_the_calendar_is_refused_either_way(day, england):
    """The last working day known is Friday 29 December 2028, the first Tuesday 3 January 2012."""
    thursday, wednesday = day("Thu 28 Dec 2028"), day("Wed 4 Jan 2012")
    assert nth_working_day_after(thursday, 1, england) == day("Fri 29 Dec 2028")
    assert clear_days_before(wednesday, 0, "working", england) == day("Tue 3 Jan 2012")
    with pytest.raises(CalendarHorizonPassed, match="2 working days after 2028-12-28 run past"):
        nth_working_day_after(thursday, 2, england)
    with pytest.raises(CalendarHorizonPassed, match="2 working days before 2012-01-04 run before"):
        clear_days_before(wednesday, 1, "working", england)


def test_a_count_of_calendar_days_has_no_horizon(day, england):
    """It asks no calendar, so it may go where none is known."""
    assert clear_days_before(day("Wed 28 Feb 2029"), 28, "calendar", england) == day(
        "Tue 30 Jan 2029"
    )


def test_a_calendar_nobody_made_is_refused_with_those_there_are():
    """A slip of the pen must not become a default."""
    with pytest.raises(UnknownName, match="no calendar 'england'") as refused:
        calendar("england")
    assert "england-and-wales" in refused.value.expected


@pytest.mark.parametrize(
    ("name", "on", "known_on", "is_open"),
    [
        ("england-and-wales", "Mon 19 Sep 2022", "Fri 9 Sep 2022", True),
        ("england-and-wales", "Mon 19 Sep 2022", "Sat 10 Sep 2022", False),
        ("uk-any", "Mon 19 Sep 2022", "Fri 9 Sep 2022", True),
        ("elections", "Mon 19 Sep 2022", "Sat 10 Sep 2022", False),
        ("england-and-wales", "Mon 4 May 2020", "Thu 6 Jun 2019", False),
        ("england-and-wales", "Mon 4 May 2020", "Fri 7 Jun 2019", True),
        ("england-and-wales", "Fri 8 May 2020", "Thu 6 Jun 2019", True),
        ("england-and-wales", "Fri 8 May 2020", "Fri 7 Jun 2019", False),
        ("england-and-wales", "Mon 30 May 2022", "Wed 11 Nov 2020", False),
        ("england-and-wales", "Thu 2 Jun 2022", "Thu 12 Nov 2020", False),
        ("scotland", "Mon 15 Jun 2026", "Tue 3 Feb 2026", True),
        ("scotland", "Mon 15 Jun 2026", "Wed 4 Feb 2026", False),
    ],
)
def test_a_calendar_answers_as_it_stood_when_it_was_asked(day, name, on, known_on, is_open):
    """The State Funeral, VE Day, the Jubilee and the World Cup: announced, and moved, on a day."""
    assert calendar(name, day(known_on)).is_working_day(day(on)) is is_open


def test_between_the_ninth_and_the_tenth_of_september_2022_one_day_closed(day, england):
    """The proclamation changed nothing else."""
    before = england.as_known_on(day("Fri 9 Sep 2022"))
    after = england.as_known_on(day("Sat 10 Sep 2022"))
    span = (after.known_until - after.first_day).days + 1
    every = (after.first_day + timedelta(days=n) for n in range(span))
    changed = [on for on in every if before.is_working_day(on) != after.is_working_day(on)]
    assert changed == [day("Mon 19 Sep 2022")]


@pytest.mark.parametrize(
    ("on", "closed_in"),
    [
        ("Mon 15 Jun 2026", {"scotland", "uk-any"}),
        ("Thu 24 Dec 2026", {"elections"}),
        ("Mon 13 Jul 2026", {"northern-ireland", "uk-any"}),
        ("Mon 31 Aug 2026", {"england-and-wales", "elections", "northern-ireland", "uk-any"}),
        ("Mon 30 Nov 2026", {"scotland", "uk-any"}),
        ("Fri 25 Dec 2026", set(calendar_names())),
        ("Thu 2 Apr 2026", set()),
    ],
)
def test_a_day_closes_only_the_calendars_it_is_a_holiday_in(day, on, closed_in):
    """The last row is Maundy Thursday, no longer disregarded in elections."""
    assert {name for name in calendar_names() if calendar(name).why_closed(day(on))} == closed_in


def test_the_version_changes_when_a_holiday_is_added_and_with_what_was_known(day, england):
    """So a date that was worked out says on which content it rests."""
    late = Holiday(on=day("Mon 12 Oct 2026"), name="Late", known_from=day("Thu 1 Oct 2026"))
    more = england.closing((late,), name=england.name, title=england.title)
    then = england.as_known_on(day("Fri 9 Sep 2022"))
    assert len({england.version, more.version, then.version}) == 3
    assert england.version.startswith("2026-02-25.")
    assert then.version == f"{england.version}.known-2022-09-09"


def test_two_calendars_of_the_same_content_have_the_same_version(england):
    """By whatever name they go."""
    again = england.closing((), name="testshire", title="Testshire Council")
    assert again.version == england.version
