"""Forward from today over a schedule: the earliest days of every task, and what each waits for.

Days are ordinals throughout. A task is over when what follows may start: so many working days after
it starts, or on a decision's day of effect.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from rules.errors import CalendarHorizonPassed
from rules.impossible import cannot_hold
from rules.schedule import Link, Linked, Pass, Schedule, Task


class Forward:
    """The forward pass over one schedule; can be run again with other working times."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.floor = [
            task.not_before.toordinal() if task.not_before else 0 for task in schedule.tasks
        ]

    def run(self, today: date, working_days: Sequence[int] | None = None) -> Pass:
        """The earliest days of every task when nothing open starts before `today`.

        `working_days` replaces the tasks' own, in their order. Raises: CalendarHorizonPassed;
        RuleRefused when a greatest gap can never be kept.
        """
        schedule = self.schedule
        if today < schedule.first_day:
            _refuse_before_horizon(schedule, today)
        durations = working_days or schedule.working_days
        begin = today.toordinal()
        floor = [day if day > begin else begin for day in self.floor]
        found = self._once(durations, floor)
        pushed = None
        try:
            while schedule.greatest and (pushed := self._pushed(found, floor, durations)):
                found = self._once(durations, floor)
        except CalendarHorizonPassed as error:
            if pushed is None:
                raise
            raise cannot_hold(pushed) from error
        return found

    def _once(self, durations: Sequence[int], floor: list[int]) -> Pass:
        size = len(durations)
        start, finish = [0] * size, [0] * size
        found = Pass(start=start, finish=finish)
        for i, plain, other, ordinals, _ in self.schedule.forward_rows:
            day, end = floor[i], 0
            for j in plain:
                if finish[j] > day:
                    day = finish[j]
            if other:
                day, end = _after_links(other, day, found)
            if ordinals is None:
                self._place_early(i, day, end, durations[i], found)
                continue
            first, ranks, working = ordinals
            try:
                place = ranks[day - first]
                if end > day:
                    place = max(place, ranks[end - first] - durations[i])
                start[i] = working[place]
                finish[i] = working[place + durations[i]]
            except IndexError:
                last = date.fromordinal(max(day, end))
                self.schedule.tasks[i].calendar.nth_after(last, durations[i] + 1)
                raise
        return found

    def _place_early(self, i: int, day: int, end: int, duration: int, found: Pass) -> None:
        """Puts a task on its first day from `day` on with which it is not over before `end`."""
        task = self.schedule.tasks[i]
        if task.fixed:
            found.start[i], found.finish[i] = (each.toordinal() for each in task.fixed)
            return
        for start, is_listed in _days_from(task, day):
            finish = task.over_on(start, duration)
            if finish >= end:
                found.start[i], found.finish[i] = start, finish
                if task.days is not None and not is_listed:
                    found.unlisted.add(i)
                return

    def _pushed(self, found: Pass, floor: list[int], durations: Sequence[int]) -> Link | None:
        """The last link whose greatest gap was passed, the first task of each moved later.

        Raises: RuleRefused when that task would have to move past every day that is known.
        """
        last = None
        for i, j, link in self.schedule.greatest:
            assert link.greatest
            task = self.schedule.tasks[i]
            base, end = found.tied(link, i, j)
            if task.fixed or end <= link.greatest.furthest(base):
                continue
            while link.greatest.furthest(base) < end:
                base += 1
            start = base
            if link.kind != "start-to-start":
                start = found.start[i] + 1
                while task.over_on(start, durations[i]) < base:
                    start += 1
            if start not in self.schedule.known_days:
                raise cannot_hold(link)
            floor[i] = max(floor[i], start)
            last = link
        return last


def driver(
    schedule: Schedule,
    found: Pass,
    i: int,
    today: date,
    working_days: Sequence[int] | None = None,
) -> int | None:
    """Which task the earliest start of task i waits for: the one that allows it last.

    `working_days` are those the pass was run with, when not the tasks' own. None where it waits for
    nothing but today.
    """
    task = schedule.tasks[i]
    if task.fixed:
        return None
    best = max(today, task.not_before or today).toordinal()
    chosen = None
    for j in schedule.plain_before[i]:
        if found.finish[j] >= best and found.finish[j] > today.toordinal():
            best, chosen = found.finish[j], j
    duration = (working_days or schedule.working_days)[i]
    for j, link in schedule.other_before[i]:
        base, _ = found.tied(link, j, i)
        allowed = link.least.forward(base) if link.least else base
        if link.kind == "finish-to-finish":
            allowed = _first_over_by(task, allowed, duration, found.start[i], best)
        if allowed >= best:
            best, chosen = allowed, j
    return chosen


def _first_over_by(task: Task, end: int, duration: int, start: int, since: int) -> int:
    """The first day on which a task may start and not be over before `end`.

    It starts on `start`, so no later; a day before `since` stands for any such day.
    """
    while start >= since and task.over_on(start - 1, duration) >= end:
        start -= 1
    return start


def _after_links(links: Linked, day: int, found: Pass) -> tuple[int, int]:
    """The first days on which a task may start and be over, by links with gaps or other kinds."""
    end = 0
    for j, link in links:
        base = found.start[j] if link.kind == "start-to-start" else found.finish[j]
        allowed = link.least.forward(base) if link.least else base
        if link.kind == "finish-to-finish":
            end = max(end, allowed)
        else:
            day = max(day, allowed)
    return day, end


def _days_from(task: Task, day: int) -> Iterator[tuple[int, bool]]:
    """The days on which a task may start, from a day on, and whether each is listed."""
    if task.days:
        for listed in task.days[bisect_left(task.days, date.fromordinal(day)) :]:
            if not task.span_at(listed.toordinal()):
                yield listed.toordinal(), True
        day = max(day, task.days[-1].toordinal() + 1)
    while True:
        if not task.any_day:
            day = task.calendar.on_or_after(date.fromordinal(day)).toordinal()
        if span := task.span_at(day):
            day = span[1] + 1
            continue
        yield day, False
        day += 1


def _refuse_before_horizon(schedule: Schedule, today: date) -> None:
    """Raises CalendarHorizonPassed where an open task's calendar does not know today."""
    for task in schedule.tasks:
        if not task.fixed:
            task.calendar.is_working_day(today)
