"""When each step of a plan runs in a project program's hours, and what each waits for there.

Every day ends at 17:00. A step without working time is a milestone at the end of its day; a
decision is a milestone at its meeting, and the time until it takes effect is a lag on what follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rules.calendars import WorkingCalendar
from rules.dating import Dating
from rules.network import network
from rules.schedule import Kind, Link
from rules.situation import StepId
from rules.timetable import PlannedStep, Timetable
from tasks.exports.lanes import OPEN

DAY_STARTS, DAY_ENDS = time(8), time(17)


@dataclass(frozen=True, kw_only=True)
class StepLink:
    """A link from a step. `allows` is the first moment it leaves to what follows.

    `lag` is the elapsed time from the end it is tied to until then, closed days included.
    """

    before: StepId
    kind: Kind
    allows: datetime
    lag: timedelta


class StepLinks:
    """The links between the steps needed; one not needed hands on what it waits for."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.where = timetable.situation
        self.links: dict[StepId, list[Link]] = {}
        net = network(self.where, Dating(self.where))
        for link in net.schedules["legal_limit"].links:
            self.links.setdefault(_step(link.after), []).append(link)

    def span(self, planned: PlannedStep) -> tuple[datetime, datetime]:
        """Start and finish of a needed step; of a milestone both are the end of its day."""
        day, working_days = planned.earliest_on, self.where.working_days(planned.id)
        assert day is not None
        if planned.status not in OPEN or planned.step.decision or not working_days:
            return day_end(day), day_end(day)
        calendar = self.where.calendar("council", planned.id.council)
        return next_opening(calendar, calendar.nth_before(day, working_days)), day_end(day)

    def into(self, at: StepId) -> tuple[StepLink, ...]:
        """The links into a step, one for each step and kind: the one that allows it last."""
        found: dict[tuple[StepId, Kind], StepLink] = {}
        for link in self._into(at):
            key = (link.before, link.kind)
            if key not in found or found[key].allows < link.allows:
                found[key] = link
        return tuple(found.values())

    def _into(self, at: StepId) -> Iterator[StepLink]:
        for link in self.links.get(at, ()):
            before = self.timetable.steps[_step(link.before)]
            if before.earliest_on is None:
                yield from self._into(before.id)
                continue
            start, finish = self.span(before)
            allows = day_end(self._first_day(before, link))
            tied = start if link.kind == "start-to-start" else finish
            yield StepLink(before=before.id, kind=link.kind, allows=allows, lag=allows - tied)

    def _first_day(self, before: PlannedStep, link: Link) -> date:
        """The first day that the gap of a link leaves."""
        base = before.over_on
        if link.kind == "start-to-start":
            base = before.earliest_on
            working_days = self.where.working_days(before.id)
            if base and working_days and before.status in OPEN and not before.step.decision:
                calendar = self.where.calendar("council", before.id.council)
                base = calendar.nth_before(base, working_days)
        assert base is not None
        return date.fromordinal(link.least.forward(base.toordinal())) if link.least else base


def day_end(day: date) -> datetime:
    """The end of a day's working hours."""
    return datetime.combine(day, DAY_ENDS)


def next_opening(calendar: WorkingCalendar, day: date) -> datetime:
    """The beginning of working hours on the first working day after this one."""
    return datetime.combine(calendar.nth_after(day, 1), DAY_STARTS)


def _step(task_id: object) -> StepId:
    assert isinstance(task_id, StepId)
    return task_id
