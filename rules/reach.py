"""How long what is in reach stays so when nothing happens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.dating import Dating
from rules.errors import CalendarHorizonPassed
from rules.findings import is_bounded
from rules.forward import Forward
from rules.network import LEVELS, Network, network
from rules.schedule import Pass
from rules.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class _Last:
    """The last day, as an ordinal, of a task: of its start for a decision, else of its finish."""

    place: int
    is_start: bool
    day: int

    def is_lost(self, early: Pass) -> bool:
        days = early.start if self.is_start else early.finish
        return days[self.place] > self.day


def look_again_on(timetable: Timetable) -> date | None:
    """The first day after today on which one more deadline is out of reach if nothing happens.

    None where none can be: no open deadline that law bounds is in reach. The last days of a plan
    do not move with today and its earliest days only get later, so the day is found by halving.
    """
    where = timetable.situation
    net = network(where, Dating(where))
    forward = Forward(net.schedules[LEVELS[0]])
    last = list(_in_reach(timetable, net))

    def is_one_lost(day: int) -> bool:
        try:
            early = forward.run(date.fromordinal(day))
        except CalendarHorizonPassed:
            return True
        return any(each.is_lost(early) for each in last)

    if not last:
        return None
    first, beyond = where.today.toordinal() + 1, max(each.day for each in last) + 1
    found = bisect_left(range(beyond), x=True, lo=min(first, beyond), key=is_one_lost)
    return date.fromordinal(found)


def _in_reach(timetable: Timetable, net: Network) -> Iterator[_Last]:
    schedule = net.schedules[LEVELS[0]]
    for planned in timetable:
        limit, earliest = planned.legal_limit, planned.earliest_on
        is_open = planned.status in ("ready", "waiting")
        if is_open and is_bounded(planned) and limit and earliest and earliest <= limit:
            yield _Last(
                place=schedule.place[planned.id],
                is_start=planned.step.decision is not None,
                day=limit.toordinal(),
            )
