"""Working-day arithmetic beside numpy, holidays and workalendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import holidays
import numpy
from workalendar.europe import UnitedKingdom

from bench.figure import Aim, Figure
from bench.pace import Work, in_turn
from bench.scale import Scale
from rules.almanac import calendar

START, DAYS = date(2026, 1, 5), 20


def figures(scale: Scale) -> Iterator[Figure]:
    """Adding twenty working days, one sum at a time."""
    ours = calendar("england-and-wales")
    known = numpy.busdaycalendar(holidays=[day.on.isoformat() for day in ours.holidays])
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2029))
    britain = UnitedKingdom()
    peers = {
        "numpy.busday_offset, scalar": Work(
            run=lambda: numpy.busday_offset(START, DAYS, roll="backward", busdaycal=known),
            repeat=scale.repeat * 100,
        ),
        "holidays get_nth_working_day": Work(
            run=lambda: england.get_nth_working_day(START, DAYS), repeat=scale.repeat * 10
        ),
        "workalendar add_working_days": Work(
            run=lambda: britain.add_working_days(START, DAYS), repeat=scale.repeat * 2
        ),
    }
    add = Work(run=lambda: ours.nth_after(START, DAYS), repeat=scale.repeat * 1000)
    for name, work in peers.items():
        answer, expected = work.run(), ours.nth_after(START, DAYS).isoformat()
        assert str(answer)[:10] == expected, (name, answer, expected)
    first, *others = in_turn([add, *peers.values()], rounds=scale.rounds)
    aims = (Aim(at_most=0.33), Aim(at_most=0.02), None)
    for name, taken, aim in zip(peers, others, aims, strict=True):
        yield Figure(what="add 20 working days", ours=first, peer=name, theirs=taken, aim=aim)
