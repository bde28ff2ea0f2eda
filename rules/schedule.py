"""The two passes over a network of tasks with a fixed end, on days counted as integers.

It knows no law: tasks have working time, days on which they may start and spans they keep out of;
links have a kind, a least and a greatest gap. What the transition is about is put into it by
`rules.network`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from rules.calendars import WorkingCalendar
from rules.gaps import Gap
from rules.impossible import loop_in, refuse_impossible

Kind = Literal["finish-to-start", "start-to-start", "finish-to-finish"]
#: A last day that bounds nothing.
NEVER = date.max.toordinal()

#: A calendar for counting on integers: its first day, ranks and working days (see `ordinals`).
Ordinals = tuple[int, list[int], list[int]]
Linked = list[tuple[int, "Link"]]
#: What a pass needs of one task: its place, the places it is plainly linked to, its other links,
#: its calendar, or None where more than the calendar says when it may start, and its working days.
Row = tuple[int, list[int], Linked, Ordinals | None, int]


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task. Without working time it is over on the day it starts, a working day.

    With working time it is over so many working days later, on the day on which what follows may
    start. `days` are the only days it may start on while they last; after the last of them any
    working day will do. `over` says when it is over if it starts on a day (a decision's day of
    effect), whatever its working time. `not_before` bounds the start. `fixed` is start and finish
    of what is done. `kept_out` are spans, both ends inclusive, in which it may not start. `any_day`
    lets it start on a closed day.
    """

    id: Hashable
    calendar: WorkingCalendar
    working_days: int = 0
    days: tuple[date, ...] | None = None
    over: Callable[[date], date] | None = None
    not_before: date | None = None
    fixed: tuple[date, date] | None = None
    kept_out: tuple[tuple[date, date], ...] = ()
    any_day: bool = False

    @property
    def keeps_working_days(self) -> bool:
        """Whether it can start and be over on working days of its calendar only."""
        return not (self.fixed or self.days is not None or self.over or self.any_day)

    @property
    def is_simple(self) -> bool:
        """Whether its calendar alone says when it may start and is over."""
        return self.keeps_working_days and not self.kept_out

    def span_at(self, day: int) -> tuple[int, int] | None:
        """The span that keeps the task out on a day, if one does."""
        for first, last in self.kept_out:
            if first.toordinal() <= day <= last.toordinal():
                return first.toordinal(), last.toordinal()
        return None

    def over_on(self, start: int, working_days: int) -> int:
        """The day on which it is over if it starts on a day and takes so many working days."""
        if self.over:
            return self.over(date.fromordinal(start)).toordinal()
        if working_days == 0:
            return start
        before = date.fromordinal(start - 1)
        return self.calendar.nth_after(before, working_days + 1).toordinal()


@dataclass(frozen=True, kw_only=True)
class Link:
    """One task follows another, with a least and a greatest gap between the ends it ties."""

    before: Hashable
    after: Hashable
    kind: Kind = "finish-to-start"
    least: Gap | None = None
    greatest: Gap | None = None


@dataclass(frozen=True, kw_only=True)
class Pass:
    """Start and finish of every task, in the order of the schedule's tasks.

    Backward, NEVER stands where nothing bounds a task. `unlisted` are the tasks that ran out of the
    days they may start on.
    """

    start: list[int]
    finish: list[int]
    unlisted: set[int] = field(default_factory=set)

    def tied(self, link: Link, i: int, j: int) -> tuple[int, int]:
        """The two days that a link from task i to task j ties to each other."""
        base = self.start[i] if link.kind == "start-to-start" else self.finish[i]
        end = self.finish[j] if link.kind == "finish-to-finish" else self.start[j]
        return base, end


class Schedule:
    """Tasks and links made ready for passes: named once, then integers.

    Raises: RuleRefused for a loop, for two tasks of one name, for a link to an unknown task, or for
    a greatest gap below its least, each named.
    """

    def __init__(self, tasks: Iterable[Task], links: Iterable[Link]) -> None:
        self.tasks = list(tasks)
        self.place: Mapping[Hashable, int] = {task.id: i for i, task in enumerate(self.tasks)}
        self.links = list(links)
        refuse_impossible(self.tasks, self.links)
        size = len(self.tasks)
        self.plain_before: list[list[int]] = [[] for _ in range(size)]
        self.plain_after: list[list[int]] = [[] for _ in range(size)]
        self.other_before: list[Linked] = [[] for _ in range(size)]
        self.other_after: list[Linked] = [[] for _ in range(size)]
        self.greatest: list[tuple[int, int, Link]] = []
        for link in self.links:
            before, after = self.place[link.before], self.place[link.after]
            if link.greatest:
                self.greatest.append((before, after, link))
            if link.kind == "finish-to-start" and not link.least:
                self.plain_before[after].append(before)
                self.plain_after[before].append(after)
            else:
                self.other_before[after].append((before, link))
                self.other_after[before].append((after, link))
        self.order = self._ordered()

    @cached_property
    def working_days(self) -> list[int]:
        """The working time of every task, in order."""
        return [task.working_days for task in self.tasks]

    @cached_property
    def forward_rows(self) -> list[Row]:
        """What the forward pass needs of each task, in the order in which it goes."""
        return [self._row(i, self.plain_before[i], self.other_before[i]) for i in self.order]

    @cached_property
    def backward_rows(self) -> list[Row]:
        """What the backward pass needs of each task, in its order; fixed tasks bound nothing."""
        fixed = {i for i, task in enumerate(self.tasks) if task.fixed}
        return [
            self._row(
                i,
                [j for j in self.plain_after[i] if j not in fixed],
                [(j, link) for j, link in self.other_after[i] if j not in fixed],
            )
            for i in reversed(self.order)
        ]

    def _row(self, i: int, plain: list[int], other: Linked) -> Row:
        task = self.tasks[i]
        ordinals = task.calendar.ordinals if task.is_simple else None
        return i, plain, other, ordinals, task.working_days

    @cached_property
    def first_day(self) -> date:
        """The first day that every calendar of the tasks knows."""
        return max((task.calendar.first_day for task in self.tasks), default=date.min)

    @cached_property
    def known_days(self) -> range:
        """The days that any calendar of the tasks knows."""
        calendars = [task.calendar for task in self.tasks]
        first = min((each.first_day for each in calendars), default=date.min)
        last = max((each.known_until for each in calendars), default=date.max)
        return range(first.toordinal(), last.toordinal() + 1)

    def _ordered(self) -> list[int]:
        """The places of the tasks, each after all that it follows."""
        waits_for = [
            len(plain) + len(other)
            for plain, other in zip(self.plain_before, self.other_before, strict=True)
        ]
        order = [i for i, number in enumerate(waits_for) if number == 0]
        for i in order:
            for j in (*self.plain_after[i], *(j for j, _ in self.other_after[i])):
                waits_for[j] -= 1
                if waits_for[j] == 0:
                    order.append(j)
        if len(order) < len(self.tasks):
            raise loop_in(self.links)
        return order


def start_for(end: int, duration: int, calendar: WorkingCalendar) -> int:
    """The last day to start on so as to be over on `end`, which may itself be a closed day.

    Raises: CalendarHorizonPassed.
    """
    if duration == 0:
        return end
    first, ranks, working = calendar.ordinals
    known = 0 <= end - first < len(ranks) - 1
    place = ranks[end - first + 1] - duration - 1 if known else -1
    if place < 0:
        return calendar.nth_before(date.fromordinal(end), duration + 1).toordinal()
    return working[place]
