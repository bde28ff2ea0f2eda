"""Reads the calendars that ship with the project, from `rules/calendars/*.toml`."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from rules.calendars import Holiday, WorkingCalendar, union
from rules.errors import RuleRefused, UnknownName
from rules.rule_set import RuleSet, shipped

#: Holidays proclaimed after publication, each with the calendar it closes.
Added = tuple[tuple[str, Holiday], ...]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def calendar_names(of: RuleSet | None = None) -> list[str]:
    """The names of the calendars of a rule set, the one that ships unless named, in order."""
    return (of or shipped()).names("calendars")


def calendar(
    name: str, known_on: date | None = None, added: Added = (), of: RuleSet | None = None
) -> WorkingCalendar:
    """The calendar of that name as it stands, or as it stood on `known_on`.

    `added` are holidays proclaimed since the calendars were published, each with the name of the
    calendar it closes. Raises: UnknownName.
    """
    return _load(name, added, of or shipped()).as_known_on(known_on)


def source_of(name: str, of: RuleSet | None = None) -> dict[str, Any]:
    """The file of a calendar as parsed: its sources, and what it unites. Raises: UnknownName."""
    if name not in calendar_names(of):
        names = ", ".join(calendar_names(of))
        raise UnknownName(f"There is no calendar {name!r}.", f"one of {names}.", "name one.")
    return (of or shipped()).table("calendars", name)


@cache
def _load(name: str, added: Added, of: RuleSet) -> WorkingCalendar:
    try:
        return read_calendar(source_of(name, of), added, of)
    except (KeyError, TypeError, ValueError) as error:
        raise RuleRefused(
            f"{name}.toml: {error!r}", "the keys of england-and-wales.toml.", "mend the file."
        ) from error


def read_calendar(
    table: dict[str, Any], added: Added = (), of: RuleSet | None = None
) -> WorkingCalendar:
    """A calendar from its parsed file: either listed days, or a union of other calendars."""
    if "union" in table:
        parts = tuple(_load(part, added, of or shipped()) for part in table["union"])
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
