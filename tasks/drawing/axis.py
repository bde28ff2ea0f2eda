"""The time axis of a picture: whole months, from that of today to that of the last day shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

#: A month's name needs this much room.
_NAME = 34
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Month:
    """Where a month begins on the axis. Its name and year are empty where there is no room."""

    x: float
    name: str
    year: str


@dataclass(frozen=True, kw_only=True)
class Axis:
    """Days from `first` to `last`, both inclusive, spread evenly from `left` over `width`."""

    first: date
    last: date
    left: float
    width: float

    @property
    def days(self) -> int:
        """How many days the axis holds."""
        return (self.last - self.first).days + 1

    @property
    def right(self) -> float:
        """Where the last day ends."""
        return self.left + self.width

    def x(self, day: date) -> float:
        """Where a day begins; a day off the axis stands at its end."""
        place = self.left + self.width * (day - self.first).days / self.days
        return round(min(max(place, self.left), self.right), 1)

    def holds(self, day: date | None) -> bool:
        """Whether the axis shows the day."""
        return day is not None and self.first <= day <= self.last

    def months(self) -> Iterator[Month]:
        """Every month; named each, or each second, third and so on where they are many."""
        starts = list(_month_starts(self.first, self.last))
        room = self.width / len(starts)
        every = next((n for n in (1, 2, 3, 6) if n * room >= _NAME), 12)
        year = None
        for day in starts:
            named = (day.month - 1) % every == 0
            shown = named and day.year != year
            year = day.year if named else year
            yield Month(
                x=self.x(day), name=f"{day:%b}" if named else "", year=f"{year}" if shown else ""
            )


def axis_over(first: date, last: date, left: float, width: float) -> Axis:
    """The axis of the whole months that hold both days."""
    after = (last.replace(day=1) + timedelta(days=31)).replace(day=1)
    return Axis(first=first.replace(day=1), last=after - _ONE_DAY, left=left, width=width)


def _month_starts(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)
