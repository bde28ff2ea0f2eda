"""The two passes over a network of tasks with a fixed end, on days counted as integers.

It knows no law: tasks have working time, days on which they may start and spans they keep out of;
links have a kind, a least and a greatest gap. What the transition is about is put into it by
`rules.network`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from rules.calendars import WorkingCalendar
from rules.errors import RuleRefused
from rules.gaps import Gap

Kind = Literal["finish-to-start", "start-to-start", "finish-to-finish"]
#: A last day that bounds nothing.
NEVER = date.max.toordinal()
_SOME_DAY = date(2026, 3, 2).toordinal()


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task. Without working time it is over on the day it starts, a working day.

    `days` are the only days it may start on while they last; after the last of them any working day
    will do. `over` says when it is over if it starts on a day (a decision's day of effect).
    `not_before` bounds the start. `fixed` is start and finish of what is done. `kept_out` are
    spans, both ends inclusive, in which it may not start. `any_day` lets it start on a closed day.
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

    def span_at(self, day: int) -> tuple[int, int] | None:
        """The span that keeps the task out on a day, if one does."""
        for first, last in self.kept_out:
            if first.toordinal() <= day <= last.toordinal():
                return first.toordinal(), last.toordinal()
        return None


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


class Schedule:
    """Tasks and links made ready for passes: named once, then integers.

    Raises: RuleRefused for a loop, for a link to an unknown task, or for a greatest gap below its
    least, each named.
    """

    def __init__(self, tasks: Iterable[Task], links: Iterable[Link]) -> None:
        self.tasks = list(tasks)
        self.place: Mapping[Hashable, int] = {task.id: i for i, task in enumerate(self.tasks)}
        self.links = list(links)
        self._refuse_bad_links()
        self.order = self._ordered()
        size = len(self.tasks)
        self.plain_before: list[list[int]] = [[] for _ in range(size)]
        self.plain_after: list[list[int]] = [[] for _ in range(size)]
        self.other_before: list[list[tuple[int, Link]]] = [[] for _ in range(size)]
        self.other_after: list[list[tuple[int, Link]]] = [[] for _ in range(size)]
        self.has_greatest = any(link.greatest for link in self.links)
        for link in self.links:
            before, after = self.place[link.before], self.place[link.after]
            if link.kind == "finish-to-start" and not link.least:
                self.plain_before[after].append(before)
                self.plain_after[before].append(after)
            else:
                self.other_before[after].append((before, link))
                self.other_after[before].append((after, link))

    def _refuse_bad_links(self) -> None:
        for link in self.links:
            for end in (link.before, link.after):
                if end not in self.place:
                    raise RuleRefused(
                        f"A link from {link.before} to {link.after} names {end}, which is no task.",
                        "links between known tasks.",
                        "name a task.",
                    )
            least, greatest = link.least, link.greatest
            if least and greatest and greatest.forward(_SOME_DAY) < least.forward(_SOME_DAY):
                raise RuleRefused(
                    f"{link.after} must follow {link.before} by at least {least} and at most "
                    f"{greatest}.",
                    "a greatest gap that is not below the least.",
                    "mend one of the two.",
                )

    def _ordered(self) -> list[int]:
        links: dict[int, set[int]] = {i: set() for i in range(len(self.tasks))}
        for link in self.links:
            links[self.place[link.after]].add(self.place[link.before])
        try:
            return list(TopologicalSorter(links).static_order())
        except CycleError as error:
            loop = " -> ".join(str(self.tasks[i].id) for i in error.args[1])
            raise RuleRefused(
                f"The steps wait for each other: {loop}.",
                "steps that can be put in an order.",
                "drop one of these links.",
            ) from error


def start_for(end: int, duration: int, calendar: WorkingCalendar) -> int:
    """The last day to start on so as to be over on `end`, which may itself be a closed day."""
    if duration == 0:
        return end
    return calendar.nth_before(date.fromordinal(end + 1), duration + 1).toordinal()
