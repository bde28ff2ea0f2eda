"""Backward from the last days over a schedule: the latest days of every task.

Days are ordinals throughout; NEVER stands where nothing bounds a task.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from rules.errors import CalendarHorizonPassed
from rules.impossible import cannot_hold
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
    that day whatever follows it. Fixed tasks bound nothing that comes before them; what must follow
    one within a greatest gap is bounded by it. Raises: CalendarHorizonPassed; RuleRefused when a
    greatest gap can never be kept.
    """
    ends, begins = _by_place(schedule, last), _by_place(schedule, starts or {})
    pins = _by_place(schedule, pinned or {})
    found = _once(schedule, ends, begins, pins)
    pulled = None
    try:
        while schedule.greatest and (pulled := _pulled(schedule, found, ends, begins, pins)):
            found = _once(schedule, ends, begins, pins)
    except CalendarHorizonPassed as error:
        if pulled is None:
            raise
        raise cannot_hold(pulled) from error
    return found


def limiter(schedule: Schedule, found: Pass, i: int) -> int | None:
    """Which task that follows sets the last day of task i; None where its own last day does."""
    for j in schedule.plain_after[i]:
        if not schedule.tasks[j].fixed and found.start[j] == found.finish[i] != NEVER:
            return j
    for j, link in schedule.other_after[i]:
        over, begun = _left_by(link, found, j, schedule.tasks[i])
        sets = found.finish[i] == over != NEVER or found.start[i] == begun != NEVER
        if sets and not schedule.tasks[j].fixed:
            return j
    return None


def _by_place(schedule: Schedule, days: Mapping[Any, date]) -> list[int]:
    found = [NEVER] * len(schedule.tasks)
    for name, day in days.items():
        if (i := schedule.place.get(name)) is not None:
            found[i] = day.toordinal()
    return found


def _once(schedule: Schedule, ends: list[int], begins: list[int], pins: list[int]) -> Pass:
    start, finish = [NEVER] * len(ends), [NEVER] * len(ends)
    found, tasks = Pass(start=start, finish=finish), schedule.tasks
    for i, plain, other, ordinals, duration in schedule.backward_rows:
        bound, begin = ends[i], begins[i]
        for j in plain:
            if start[j] < bound:
                bound = start[j]
        for j, link in other:
            over, begun = _left_by(link, found, j, tasks[i])
            bound, begin = min(bound, over), min(begin, begun)
        if ordinals is None or begin != NEVER or pins[i] != NEVER:
            _place_late(i, tasks[i], bound, begin, pins[i], found)
        elif bound != NEVER:
            finish[i] = start[i] = bound
            if duration:
                first, ranks, working = ordinals
                known = first <= bound < first + len(ranks) - 1
                place = ranks[bound - first + 1] - duration - 1 if known else -1
                if place >= 0:
                    start[i] = working[place]
                else:
                    start[i] = start_for(bound, duration, tasks[i].calendar)
    return found


def _left_by(link: Link, found: Pass, j: int, task: Task) -> tuple[int, int]:
    """The last day to be over, and to start, that a link to task j leaves a task."""
    end = found.finish[j] if link.kind == "finish-to-finish" else found.start[j]
    if end == NEVER:
        return NEVER, NEVER
    day = link.least.backward(end) if link.least else end
    if link.least and link.least.counts_working_days and task.keeps_working_days:
        day = task.calendar.on_or_before(date.fromordinal(day)).toordinal()
    return (NEVER, day) if link.kind == "start-to-start" else (day, NEVER)


def _place_late(i: int, task: Task, bound: int, begin: int, pin: int, found: Pass) -> None:
    """Puts a task on its last day with which it is over by `bound` and starts by `begin`."""
    if task.fixed:
        found.start[i], found.finish[i] = (each.toordinal() for each in task.fixed)
    elif pin != NEVER:
        found.start[i], found.finish[i] = pin, task.over_on(pin, task.working_days)
    elif bound == begin == NEVER:
        return
    elif task.days is not None or task.over:
        _place_on_a_day_back(i, task, bound, begin, found)
    else:
        latest = NEVER if bound == NEVER else start_for(bound, task.working_days, task.calendar)
        start = _before_windows(task, min(latest, begin))
        found.start[i] = start
        found.finish[i] = bound
        if start < latest:
            found.finish[i] = min(bound, task.over_on(start, task.working_days))


def _place_on_a_day_back(i: int, task: Task, bound: int, begin: int, found: Pass) -> None:
    for start, is_listed in _days_back(task, min(bound, begin)):
        finish = task.over_on(start, task.working_days)
        if finish <= bound:
            found.start[i], found.finish[i] = start, finish
            if task.days is not None and not is_listed:
                found.unlisted.add(i)
            return


def _days_back(task: Task, last: int) -> Iterator[tuple[int, bool]]:
    """The days on which a task may start, from a day back: those listed, then any; and which."""
    listed = task.days or ()
    for day in reversed(listed[: bisect_right(listed, date.fromordinal(last))]):
        if not task.span_at(day.toordinal()):
            yield day.toordinal(), True
    while True:
        if not task.any_day:
            last = task.calendar.on_or_before(date.fromordinal(last)).toordinal()
        if not task.span_at(last):
            yield last, False
        last -= 1


def _before_windows(task: Task, day: int) -> int:
    """The day itself, or the last day on which the task may start before the spans that hold it."""
    while day != NEVER and (span := task.span_at(day)):
        day = span[0] - 1
        if not task.any_day:
            day = task.calendar.on_or_before(date.fromordinal(day)).toordinal()
    return day


def _pulled(
    schedule: Schedule, found: Pass, ends: list[int], begins: list[int], pins: list[int]
) -> Link | None:
    """The last link whose greatest gap was passed, the second task of each bound sooner.

    Raises: RuleRefused when that task would have to come before every day that is known.
    """
    last = None
    for i, j, link in schedule.greatest:
        assert link.greatest
        base, end = found.tied(link, i, j)
        if base == NEVER or schedule.tasks[j].fixed or pins[j] != NEVER:
            continue
        if end > (furthest := link.greatest.furthest(base)):
            if furthest not in schedule.known_days:
                raise cannot_hold(link)
            bounds = ends if link.kind == "finish-to-finish" else begins
            bounds[j] = min(bounds[j], furthest)
            last = link
    return last
