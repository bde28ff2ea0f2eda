"""What the tests of law share: days in words, calendars, and the check of a worked example."""

from __future__ import annotations

import calendar as months
import importlib.util
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import holidays
import pytest
from hypothesis import settings

from rules.almanac import calendar
from rules.calendars import Holiday, WorkingCalendar, union
from rules.counting import LONDON
from rules.rule import Example, Rule

EXAMPLES = Path(__file__).parent / "test_rule_examples.py"
#: The subdivisions of the `holidays` package that make up each of our calendars.
SUBDIVISIONS = {
    "england-and-wales": ("ENG",),
    "scotland": ("SCT",),
    "northern-ireland": ("NIR",),
    "uk-any": ("ENG", "SCT", "NIR"),
}

# How long an example takes depends on what else the machine is doing, so it is no finding here.
settings.register_profile("law", deadline=None)
settings.load_profile("law")


def _day(text: str) -> date:
    weekday, number, month, year = text.split()
    found = date(int(year), list(months.month_abbr).index(month), int(number))
    assert f"{found:%a}" == weekday, f"{text} is a {found:%A}"
    return found


@pytest.fixture(scope="session")
def day() -> Callable[[str], date]:
    """A date from words such as `Tue 13 Oct 2026`, whose weekday must be the right one."""
    return _day


@pytest.fixture(scope="session")
def moment() -> Callable[[str], datetime]:
    """A time in London from words such as `17:30 Fri 27 Nov 2026`."""

    def read(text: str) -> datetime:
        at, on = text.split(maxsplit=1)
        return datetime.combine(_day(on), time.fromisoformat(at), LONDON)

    return read


@pytest.fixture(scope="session")
def england() -> WorkingCalendar:
    """The calendar of England and Wales as it ships."""
    return calendar("england-and-wales")


@pytest.fixture(scope="session")
def a_calendar() -> Callable[..., WorkingCalendar]:
    """Builds a calendar of 2024 to 2028 with these days closed, besides the weekends."""

    def build(*closed: date, **changes: Any) -> WorkingCalendar:
        days = (Holiday(on=on, name=f"Closed on {on}", known_from=date.min) for on in closed)
        fields: dict[str, Any] = {
            "name": "built",
            "title": "Built in a test",
            "published_on": date(2026, 1, 1),
            "first_day": date(2024, 1, 1),
            "known_until": date(2028, 12, 31),
            "holidays": tuple(sorted(days)),
        }
        return WorkingCalendar(**{**fields, **changes})

    return build


@pytest.fixture(scope="session")
def from_library(a_calendar: Callable[..., WorkingCalendar]) -> Callable[..., WorkingCalendar]:
    """Builds one of our calendars for a span of years from the `holidays` package alone."""

    def build(name: str, first: int, last: int) -> WorkingCalendar:
        parts = tuple(
            a_calendar(
                *holidays.country_holidays("GB", subdiv=part, years=range(first, last + 1)),
                first_day=date(first, 1, 1),
                known_until=date(last, 12, 31),
            )
            for part in SUBDIVISIONS[name]
        )
        return union(parts, name=name, title=f"{name}, {first} to {last}, from `holidays`")

    return build


@pytest.fixture(scope="session")
def check_example() -> Callable[[Rule, Example], None]:
    """The very check that every shipped worked example is put to in test_rule_examples.py."""
    spec = importlib.util.spec_from_file_location("worked_examples", EXAMPLES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.test_the_rule_gives_what_its_worked_example_says  # type: ignore[no-any-return]
