"""Working-day calendars that have a name, a version and an end.

A calendar answers as it stands in its file, or as it stood on an earlier day (`as_known_on`).
Outside the days it knows it raises `CalendarHorizonPassed`; it never guesses.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from hashlib import sha256

from rules.errors import CalendarHorizonPassed, InputError

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """One closed day, and when it became known.

    A day that was expected and then moved keeps its record with `withdrawn_from`, so that the
    calendar can still answer as it stood before the move. Both instants are inclusive days.
    """

    on: date
    name: str
    known_from: date
    withdrawn_from: date | None = None
    standing: str = "confirmed"
    cite: str = ""

    def __lt__(self, other: Holiday) -> bool:
        """In order of day; a record that was withdrawn comes before one that stands."""
        return self._order < other._order

    @property
    def _order(self) -> tuple[date, str, date, date]:
        return (self.on, self.name, self.known_from, self.withdrawn_from or date.max)

    def is_known(self, known_on: date | None) -> bool:
        """Whether the day was a holiday as things stood on `known_on`; None means as they stand."""
        if known_on is None:
            return self.withdrawn_from is None
        return self.known_from <= known_on and (
            self.withdrawn_from is None or known_on < self.withdrawn_from
        )


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """Which days count as working days, between `first_day` and `known_until`, both inclusive.

    `version` names the content: two calendars with the same version count alike. All arithmetic
    is by precomputed table, so adding a thousand working days costs what adding one does.
    """

    name: str
    title: str
    published_on: date
    first_day: date
    known_until: date
    holidays: tuple[Holiday, ...]
    closed_weekdays: frozenset[int] = field(default=frozenset({5, 6}))
    known_on: date | None = None

    @cached_property
    def version(self) -> str:
        """Publication date and digest of the content, for example `2026-02-25.1f9e3ab0`."""
        lines = [f"{self.first_day}|{self.known_until}|{sorted(self.closed_weekdays)}"]
        lines += [f"{h.on}|{h.known_from}|{h.withdrawn_from}" for h in sorted(self.holidays)]
        digest = sha256("\n".join(lines).encode()).hexdigest()[:8]
        suffix = f".known-{self.known_on}" if self.known_on else ""
        return f"{self.published_on}.{digest}{suffix}"

    def as_known_on(self, day: date | None) -> WorkingCalendar:
        """The same calendar as it stood on `day`; None gives it as it stands."""
        return self if day == self.known_on else _known_on(self, day)

    def closing(self, days: tuple[Holiday, ...], *, name: str, title: str) -> WorkingCalendar:
        """A calendar with further closed days, for a council or a contract.

        More closed days only ever lengthen a count, so nothing of the parent can be opened.
        """
        return replace(
            self, name=name, title=title, holidays=tuple(sorted((*self.holidays, *days)))
        )

    def is_working_day(self, day: date) -> bool:
        """Whether `day` counts. Raises: CalendarHorizonPassed."""
        ranks, _ = self._tables
        place = self._place(day)
        return ranks[place + 1] != ranks[place]

    def nth_after(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which is itself not counted; n is 1 or more.

        Raises: CalendarHorizonPassed when the count runs past `known_until`.
        """
        ranks, working = self._tables
        place = ranks[self._place(day) + 1] + n - 1
        if place < len(working):
            return working[place]
        raise self._horizon(f"{n} working days after {day} run past")

    def nth_before(self, day: date, n: int) -> date:
        """The n-th working day before `day`, which is itself not counted; n is 1 or more.

        Raises: CalendarHorizonPassed when the count runs before `first_day`.
        """
        ranks, working = self._tables
        place = ranks[self._place(day)] - n
        if place >= 0:
            return working[place]
        raise self._horizon(f"{n} working days before {day} run before")

    def on_or_before(self, day: date) -> date:
        """`day` if it is a working day, otherwise the last working day before it."""
        return day if self.is_working_day(day) else self.nth_before(day, 1)

    def on_or_after(self, day: date) -> date:
        """`day` if it is a working day, otherwise the first working day after it."""
        return day if self.is_working_day(day) else self.nth_after(day, 1)

    def between(self, start: date, end: date) -> int:
        """How many working days lie strictly between the two; negative when `end` is first."""
        if end < start:
            return -self.between(end, start)
        if end == start:
            return 0
        ranks, _ = self._tables
        return ranks[self._place(end)] - ranks[self._place(start) + 1]

    def distance(self, start: date, end: date) -> int:
        """Working days from `start` to `end`: how many steps of one working day lead there.

        Counts days after `start` up to and including `end`; negative when `end` comes first.
        """
        ranks, _ = self._tables
        return ranks[self._place(end) + 1] - ranks[self._place(start) + 1]

    def why_closed(self, day: date) -> str | None:
        """What closes `day`: a holiday's name, the weekday, or None when it is a working day."""
        named = self._closed.get(day)
        if named:
            return named
        return f"{day:%A}" if day.weekday() in self.closed_weekdays else None

    @cached_property
    def _closed(self) -> dict[date, str]:
        return {h.on: h.name for h in self.holidays if h.is_known(self.known_on)}

    @cached_property
    def _tables(self) -> tuple[list[int], list[date]]:
        """`ranks[i]`: working days among the first i days known; and those days in order."""
        ranks, working = [0], []
        day = self.first_day
        while day <= self.known_until:
            if day.weekday() not in self.closed_weekdays and day not in self._closed:
                working.append(day)
            ranks.append(len(working))
            day += _ONE_DAY
        return ranks, working

    @cached_property
    def ordinals(self) -> tuple[int, list[int], list[int]]:
        """For counting on integers: the first day known, the ranks, and the working days.

        `ranks[i]` is how many working days lie before the i-th day known.
        """
        ranks, working = self._tables
        return self._first_ordinal, ranks, [day.toordinal() for day in working]

    @cached_property
    def _first_ordinal(self) -> int:
        return self.first_day.toordinal()

    def _place(self, day: date) -> int:
        if self.first_day <= day <= self.known_until:
            return day.toordinal() - self._first_ordinal
        side = "after" if day > self.known_until else "before"
        raise self._horizon(f"{day:%A %-d %B %Y} lies {side}")

    def _horizon(self, what: str) -> CalendarHorizonPassed:
        return CalendarHorizonPassed(
            f"{what} the calendar {self.name!r} (version {self.version}).",
            f"a count inside {self.first_day} to {self.known_until}.",
            "check the year; or load a longer published list into rules/calendars/.",
        )


@lru_cache(maxsize=256)
def _known_on(calendar: WorkingCalendar, day: date | None) -> WorkingCalendar:
    return replace(calendar, known_on=day)


def union(
    parts: tuple[WorkingCalendar, ...], *, name: str, title: str, also: tuple[Holiday, ...] = ()
) -> WorkingCalendar:
    """A day is closed when any part closes it, and known as long as every part is.

    Raises: InputError when there is nothing to unite.
    """
    if not parts:
        raise InputError(
            f"Calendar {name!r} unites no calendar.", "one or more parts.", "name them."
        )
    first = max(part.first_day for part in parts)
    last = min(part.known_until for part in parts)
    inside = (h for h in also if first <= h.on <= last)
    return WorkingCalendar(
        name=name,
        title=title,
        published_on=max(part.published_on for part in parts),
        first_day=first,
        known_until=last,
        holidays=tuple(sorted({*(h for part in parts for h in part.holidays), *inside})),
        closed_weekdays=frozenset().union(*(part.closed_weekdays for part in parts)),
    )
