"""Backward from the last days over a schedule: the latest days of every task.

Days are ordinals throughout; NEVER stands where nothing bounds a task.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.schedule import NEVER, Link, Pass, Schedule, Task, start_for


def backward(
    schedule: Schedule,
    last: Mapping[Any, date],
    *,
    starts: Mapping[Any, date] | None = None,
    pinned: Mapping[Any, date] | None = None,
) -> Pass:
    """The latest days of every task that keep every last day in `last`, by task id, inclusive.

    `starts` bounds when a task starts rather than when it is over; a task in `pinned` starts on
    that day whatever follows it. Fixed tasks bound nothing.
    """
    size = len(schedule.tasks)
    found = Pass(start=[NEVER] * size, finish=[NEVER] * size)
    start, fixed = found.start, [bool(task.fixed) for task in schedule.tasks]
    ends = [last[task.id].toordinal() if task.id in last else NEVER for task in schedule.tasks]
    begins, pins = dict(starts or {}), dict(pinned or {})
    plain, other = schedule.plain_after, schedule.other_after
    for i in reversed(schedule.order):
        task = schedule.tasks[i]
        bound, begin = ends[i], NEVER
        for j in plain[i]:
            if start[j] < bound and not fixed[j]:
                bound = start[j]
        for j, link in other[i]:
            if not fixed[j]:
                bound, begin = _bounded_by(link, found, j, bound, begin)
        if task.id in begins:
            begin = min(begin, begins[task.id].toordinal())
        if task.id in pins and not task.fixed:
            start[i] = pins[task.id].toordinal()
            found.finish[i] = _over(task, start[i])
        else:
            _place_late(i, task, bound, begin, found)
    return found


def limiter(schedule: Schedule, found: Pass, i: int) -> int | None:
    """Which task that follows sets the last day of task i; None where its own last day does."""
    for j in schedule.plain_after[i]:
        if not schedule.tasks[j].fixed and found.start[j] == found.finish[i] != NEVER:
            return j
    for j, link in schedule.other_after[i]:
        bound, begin = _bounded_by(link, found, j, NEVER, NEVER)
        if not schedule.tasks[j].fixed and found.finish[i] in (bound, begin) and bound != NEVER:
            return j
    return None


def _bounded_by(link: Link, found: Pass, j: int, bound: int, begin: int) -> tuple[int, int]:
    """The last day to be over, and to start, that a link to task j leaves."""
    end = found.finish[j] if link.kind == "finish-to-finish" else found.start[j]
    if end == NEVER:
        return bound, begin
    day = link.least.backward(end) if link.least else end
    if link.kind == "start-to-start":
        return bound, min(begin, day)
    return min(bound, day), begin


def _place_late(i: int, task: Task, bound: int, begin: int, found: Pass) -> None:
    if task.fixed:
        found.start[i], found.finish[i] = (each.toordinal() for each in task.fixed)
        return
    if bound == NEVER and begin == NEVER:
        return
    if task.days is not None or task.over:
        found.start[i] = _last_listed(task, bound, begin, found, i)
        over = task.over
        found.finish[i] = (
            over(date.fromordinal(found.start[i])).toordinal() if over else found.start[i]
        )
        return
    found.finish[i] = bound
    latest = start_for(bound, task.working_days, task.calendar) if bound != NEVER else NEVER
    found.start[i] = _before_windows(task, min(latest, begin))
    if found.start[i] < latest and task.working_days == 0:
        found.finish[i] = min(bound, found.start[i])


def _last_listed(task: Task, bound: int, begin: int, found: Pass, i: int) -> int:
    """The last listed day that is over in time; failing that, the last working day that is."""
    last = min(bound, begin)
    listed = task.days or ()
    for day in reversed(listed[: bisect_right(listed, date.fromordinal(last))]):
        if _over(task, day.toordinal()) <= bound and not task.span_at(day.toordinal()):
            return day.toordinal()
    if task.days is not None:
        found.unlisted.add(i)
    day_ = task.calendar.on_or_before(date.fromordinal(last))
    while _over(task, day_.toordinal()) > bound or task.span_at(day_.toordinal()):
        day_ = task.calendar.nth_before(day_, 1)
    return day_.toordinal()


def _before_windows(task: Task, day: int) -> int:
    while day != NEVER and (span := task.span_at(day)):
        day = task.calendar.nth_before(date.fromordinal(span[0]), 1).toordinal()
    return day


def _over(task: Task, day: int) -> int:
    return task.over(date.fromordinal(day)).toordinal() if task.over else day
