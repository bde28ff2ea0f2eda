"""Working-day arithmetic beside numpy, holidays and workalendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import holidays
import numpy
from workalendar.europe import UnitedKingdom

from bench.measure import Figure, side_by_side
from rules.almanac import calendar

START, DAYS = date(2026, 1, 5), 20


def figures() -> Iterator[Figure]:
    """Adding twenty working days, one sum at a time."""
    ours = calendar("england-and-wales")
    known = numpy.busdaycalendar(holidays=[day.on.isoformat() for day in ours.holidays])
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2029))
    britain = UnitedKingdom()

    def add() -> date:
        return ours.nth_after(START, DAYS)

    peers = (
        (
            "numpy.busday_offset, scalar",
            2000,
            "at most 0.33",
            lambda: numpy.busday_offset(START, DAYS, roll="backward", busdaycal=known),
        ),
        (
            "holidays get_nth_working_day",
            200,
            "at most 0.02",
            lambda: england.get_nth_working_day(START, DAYS),
        ),
        ("workalendar add_working_days", 50, "", lambda: britain.add_working_days(START, DAYS)),
    )
    expected = add()
    for name, repeat, aim, theirs in peers:
        answer = theirs()
        assert str(answer)[:10] == expected.isoformat(), (name, answer, expected)
        yield side_by_side(
            "add 20 working days", add, name, theirs, repeat=20000, peer_repeat=repeat, aim=aim
        )
