"""Reads the calendars that ship with the project, from `rules/calendars/*.toml`."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rules.calendars import Holiday, WorkingCalendar, union
from rules.errors import RuleRefused, UnknownName

#: Holidays proclaimed after publication, each with the calendar it closes.
Added = tuple[tuple[str, Holiday], ...]

HERE = Path(__file__).parent / "calendars"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def calendar_names() -> list[str]:
    """The names of the calendars that ship, in order."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


def calendar(name: str, known_on: date | None = None, added: Added = ()) -> WorkingCalendar:
    """The calendar of that name as it stands, or as it stood on `known_on`.

    `added` are holidays proclaimed since the calendars were published, each with the name of the
    calendar it closes. Raises: UnknownName.
    """
    return _load(name, added).as_known_on(known_on)


def source_of(name: str) -> dict[str, Any]:
    """The file of a calendar as parsed: its sources, and what it unites. Raises: UnknownName."""
    path = HERE / f"{name}.toml"
    if not path.is_file():
        raise UnknownName(
            f"There is no calendar {name!r}.", f"one of {', '.join(calendar_names())}.", "name one."
        )
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _load(name: str, added: Added = ()) -> WorkingCalendar:
    try:
        return read_calendar(source_of(name), added)
    except (KeyError, TypeError, ValueError) as error:
        raise RuleRefused(
            f"{name}.toml: {error!r}", "the keys of england-and-wales.toml.", "mend the file."
        ) from error


def read_calendar(table: dict[str, Any], added: Added = ()) -> WorkingCalendar:
    """A calendar from its parsed file: either listed days, or a union of other calendars."""
    if "union" in table:
        parts = tuple(_load(part, added) for part in table["union"])
        years = range(parts[0].first_day.year, parts[0].known_until.year + 1)
        yearly = tuple(
            Holiday(on=date(year, day["month"], day["day"]), name=day["name"], known_from=date.min)
            for day in table.get("yearly", ())
            for year in years
        )
        return union(parts, name=table["name"], title=table["title"], also=yearly)
    recurring = table["recurring"]
    days = [Holiday(known_from=recurring["known_from"], **day) for day in recurring["days"]]
    for day in table.get("one_off", ()):
        days.append(Holiday(**{key: day[key] for key in day if key != "url"}))
    days += [Holiday(**day) for day in table.get("withdrawn", ())]
    days += [day for name, day in added if name == table["name"]]
    return WorkingCalendar(
        name=table["name"],
        title=table["title"],
        published_on=table["published_on"],
        first_day=table["first_day"],
        known_until=table["known_until"],
        holidays=tuple(sorted(days)),
        closed_weekdays=frozenset(_WEEKDAYS.index(day) for day in table["closed_weekdays"]),
    )
