"""Forward from today over a schedule: the earliest days of every task, and what each waits for.

Days are ordinals throughout. A task is over when what follows may start: its last working day, or a
decision's day of effect.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from rules.errors import RuleRefused
from rules.schedule import Link, Pass, Schedule, Task, start_for


class Forward:
    """The forward pass over one schedule; can be run again with other working times."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.tables = [task.calendar.ordinals for task in schedule.tasks]
        self.simple = [_is_simple(task) for task in schedule.tasks]
        self.floor = [
            task.not_before.toordinal() if task.not_before else 0 for task in schedule.tasks
        ]

    def run(self, today: date, working_days: list[int] | None = None) -> Pass:
        """The earliest days of every task when nothing open starts before `today`.

        `working_days` replaces the tasks' own, in their order. Raises: CalendarHorizonPassed;
        RuleRefused when a greatest gap can never be kept.
        """
        durations = working_days or [task.working_days for task in self.schedule.tasks]
        begin = today.toordinal()
        floor = [max(day, begin) for day in self.floor]
        found = self._once(durations, floor)
        for _ in self.schedule.tasks if self.schedule.has_greatest else ():
            pushed = self._pushed(found, floor)
            if pushed is None:
                return found
            found = self._once(durations, floor)
        if self.schedule.has_greatest and (stuck := self._pushed(found, floor)):
            raise RuleRefused(
                f"{stuck.after} can never follow {stuck.before} within {stuck.greatest}.",
                "links that can all hold at once.",
                "widen that gap, or drop a link.",
            )
        return found

    def _once(self, durations: list[int], floor: list[int]) -> Pass:
        schedule, tables, simple = self.schedule, self.tables, self.simple
        size = len(durations)
        start, finish = [0] * size, [0] * size
        found = Pass(start=start, finish=finish)
        plain, other = schedule.plain_before, schedule.other_before
        for i in schedule.order:
            day = floor[i]
            for j in plain[i]:
                if finish[j] > day:
                    day = finish[j]
            if other[i]:
                day = self._after_links(other[i], day, durations[i], found, schedule.tasks[i])
            if simple[i]:
                first, ranks, working = tables[i]
                try:
                    place = ranks[day - first]
                    start[i] = working[place]
                    finish[i] = working[place + durations[i]]
                except IndexError:
                    schedule.tasks[i].calendar.nth_after(date.fromordinal(day), durations[i] + 1)
                    raise
            else:
                self._special(i, day, durations[i], found)
        return found

    def _after_links(
        self, links: list[tuple[int, Link]], day: int, duration: int, found: Pass, task: Task
    ) -> int:
        """The first day on which the task may start, given links with gaps or of other kinds."""
        for j, link in links:
            if link.kind == "finish-to-finish":
                end = link.least.forward(found.finish[j]) if link.least else found.finish[j]
                day = max(day, start_for(end, duration, task.calendar))
                continue
            base = found.start[j] if link.kind == "start-to-start" else found.finish[j]
            day = max(day, link.least.forward(base) if link.least else base)
        return day

    def _special(self, i: int, day: int, duration: int, found: Pass) -> None:
        task = self.schedule.tasks[i]
        if task.fixed:
            found.start[i], found.finish[i] = (each.toordinal() for each in task.fixed)
            return
        chosen = _first_listed(task, day)
        if chosen is None:
            chosen = _first_open(task, day)
            if task.days is not None:
                found.unlisted.add(i)
        found.start[i] = chosen
        if task.over:
            found.finish[i] = task.over(date.fromordinal(chosen)).toordinal()
        elif duration:
            found.finish[i] = task.calendar.nth_after(
                date.fromordinal(chosen - 1), duration + 1
            ).toordinal()
        else:
            found.finish[i] = chosen

    def _pushed(self, found: Pass, floor: list[int]) -> Link | None:
        """A link whose greatest gap was passed, after moving its first task later; else None."""
        for link in self.schedule.links:
            if not link.greatest:
                continue
            i, j = self.schedule.place[link.before], self.schedule.place[link.after]
            base, end = _tied(link, found, i, j)
            if end > link.greatest.forward(base) and not self.schedule.tasks[i].fixed:
                late = base
                while link.greatest.forward(late) < end:
                    late += 1
                floor[i] = max(floor[i], found.start[i] + late - base)
                return link
        return None


def driver(schedule: Schedule, found: Pass, i: int, today: date) -> int | None:
    """Which task the earliest start of task i waits for: the one that allows it last.

    None where it waits for nothing but today.
    """
    task = schedule.tasks[i]
    if task.fixed:
        return None
    best = max(today, task.not_before or today).toordinal()
    chosen = None
    for j in schedule.plain_before[i]:
        if found.finish[j] >= best and found.finish[j] > today.toordinal():
            best, chosen = found.finish[j], j
    for j, link in schedule.other_before[i]:
        base = found.start[j] if link.kind == "start-to-start" else found.finish[j]
        allowed = link.least.forward(base) if link.least else base
        if link.kind == "finish-to-finish":
            allowed = start_for(allowed, task.working_days, task.calendar)
        if allowed >= best:
            best, chosen = allowed, j
    return chosen


def _first_listed(task: Task, day: int) -> int | None:
    if task.days is None:
        return None
    for listed in task.days[bisect_left(task.days, date.fromordinal(day)) :]:
        if not task.span_at(listed.toordinal()):
            return listed.toordinal()
    return None


def _first_open(task: Task, day: int) -> int:
    while True:
        if not task.any_day:
            day = task.calendar.on_or_after(date.fromordinal(day)).toordinal()
        span = task.span_at(day)
        if span is None:
            return day
        day = span[1] + 1


def _tied(link: Link, found: Pass, i: int, j: int) -> tuple[int, int]:
    base = found.start[i] if link.kind == "start-to-start" else found.finish[i]
    end = found.finish[j] if link.kind == "finish-to-finish" else found.start[j]
    return base, end


def _is_simple(task: Task) -> bool:
    special = task.fixed or task.days is not None or task.over or task.kept_out or task.any_day
    return not special
