"""`changeover count`: one way of counting, with its arithmetic."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Any

import typer

from cli.doors import AsJson, KnownOn, parse_day, parse_moment, print_json, print_text
from rules.almanac import calendar as named_calendar
from rules.count import Count
from rules.errors import InputError
from rules.primitives import clear_days_between, served, work_out

app = typer.Typer(
    help="Count by one of the ways of counting. Example: changeover count clear-days-before "
    "--event 2026-10-13 --days 5 --unit working",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Unit(StrEnum):
    """Which days count."""

    WORKING = "working"
    CALENDAR = "calendar"


class Reading(StrEnum):
    """How the words are read."""

    LITERAL = "literal"
    STRICT = "strict"


class Method(StrEnum):
    """How a notice was sent."""

    HAND = "hand"
    FIRST_CLASS = "first-class"
    EMAIL = "email"


Event = Annotated[
    date, typer.Option("--event", parser=parse_day, metavar="DATE", help="The event.")
]
From = Annotated[date, typer.Option("--from", parser=parse_day, metavar="DATE", help="The start.")]
Days = Annotated[int, typer.Option("--days", help="How many days.")]
Months = Annotated[int, typer.Option("--months", help="How many months.")]
UnitOption = Annotated[Unit, typer.Option("--unit", help="Working or calendar days.")]
ReadingOption = Annotated[Reading, typer.Option("--reading", help="Literal or strict.")]
Calendar = Annotated[
    str,
    typer.Option(
        "--calendar", help="england-and-wales, scotland, northern-ireland, uk-any or elections."
    ),
]
EW = "england-and-wales"


def _example(text: str) -> str:
    return f"Example: changeover count {text}"


def _answer(
    count: Count, event: date, calendar: str, known_on: date | None, *, as_json: bool
) -> None:
    found = work_out(count, event, named_calendar(calendar, known_on))
    _print(found.day, found.arithmetic, found.calendar, found.calendar_version, as_json=as_json)


def _print(answer: Any, arithmetic: str, calendar: str, version: str, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "answer": answer,
                "arithmetic": arithmetic,
                "calendar": calendar,
                "calendar_version": version,
            }
        )
        return
    print_text(f"{answer}\n{arithmetic}\nCalendar: {calendar}, version {version}.")


@app.command("clear-days-before", epilog=_example("clear-days-before --event 2026-10-13 --days 5"))
def clear_days_before(
    event: Event,
    days: Days,
    unit: UnitOption = Unit.WORKING,
    calendar: Calendar = EW,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """The last day to publish so that so many clear days lie before the event."""
    count = Count(primitive="clear-days-before", days=days, unit=unit.value)
    _answer(count, event, calendar, known_on, as_json=as_json)


@app.command("clear-days-elapsed", epilog=_example("clear-days-elapsed --from 2026-10-05 --days 5"))
def clear_days_elapsed(
    start: From,
    days: Days,
    unit: UnitOption = Unit.WORKING,
    calendar: Calendar = EW,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """The first day on which so many clear days have elapsed."""
    count = Count(primitive="clear-days-elapsed", days=days, unit=unit.value)
    _answer(count, start, calendar, known_on, as_json=as_json)


@app.command(
    "clear-days-between", epilog=_example("clear-days-between --from 2026-10-05 --event 2026-10-13")
)
def days_between(
    start: From,
    event: Event,
    unit: UnitOption = Unit.WORKING,
    calendar: Calendar = EW,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """How many clear days lie strictly between two days."""
    used = named_calendar(calendar, known_on)
    number, words = clear_days_between(start, event, unit.value, used)
    _print(number, words, used.name, used.version, as_json=as_json)


@app.command(
    "not-less-than-before", epilog=_example("not-less-than-before --event 2027-04-01 --days 28")
)
def not_less_than_before(
    event: Event,
    days: Days,
    reading: ReadingOption = Reading.STRICT,
    calendar: Calendar = EW,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """The last day that is not less than so many days before the event."""
    count = Count(primitive="not-less-than-before", days=days, reading=reading.value)
    _answer(count, event, calendar, known_on, as_json=as_json)


@app.command(
    "period-beginning-with", epilog=_example("period-beginning-with --from 2027-03-31 --days 30")
)
def period_beginning_with(
    start: From,
    days: Days,
    calendar: Calendar = EW,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """The last day of a period of so many days beginning with a day, which is day 1."""
    count = Count(primitive="period-beginning-with", days=days)
    _answer(count, start, calendar, known_on, as_json=as_json)


@app.command(
    "nth-working-day-after", epilog=_example("nth-working-day-after --from 2026-11-06 --days 20")
)
def nth_working_day_after(
    start: From,
    days: Days,
    calendar: Calendar = EW,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """The n-th working day after a day, which does not count."""
    count = Count(primitive="nth-working-day-after", days=days)
    _answer(count, start, calendar, known_on, as_json=as_json)


@app.command(
    "working-days-beginning-with",
    epilog=_example("working-days-beginning-with --from 2026-06-10 --days 8 --calendar uk-any"),
)
def working_days_beginning_with(
    start: From,
    days: Days,
    calendar: Calendar = EW,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """The last of so many working days beginning with a day."""
    count = Count(primitive="working-days-beginning-with", days=days)
    _answer(count, start, calendar, known_on, as_json=as_json)


@app.command(
    "working-days-before", epilog=_example("working-days-before --event 2027-04-01 --days 20")
)
def working_days_before(
    event: Event,
    days: Days,
    reading: ReadingOption = Reading.LITERAL,
    calendar: Calendar = EW,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """The last day that is at least so many working days before the event."""
    count = Count(primitive="working-days-before", days=days, reading=reading.value)
    _answer(count, event, calendar, known_on, as_json=as_json)


@app.command("months-after", epilog=_example("months-after --from 2026-10-13 --months 3"))
def months_after(
    start: From,
    months: Months,
    calendar: Calendar = EW,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """The corresponding date so many months on."""
    count = Count(primitive="months-after", months=months)
    _answer(count, start, calendar, known_on, as_json=as_json)


@app.command("months-before", epilog=_example("months-before --event 2027-02-28 --months 4"))
def months_before(
    event: Event,
    months: Months,
    calendar: Calendar = EW,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """The last day to give so many months' notice: the earlier of counting back and forward."""
    count = Count(primitive="months-before", months=months)
    _answer(count, event, calendar, known_on, as_json=as_json)


@app.command(
    "deemed-service", epilog=_example("deemed-service --sent 2026-11-27T17:30 --method email")
)
def deemed_service(
    sent: Annotated[
        datetime,
        typer.Option("--sent", parser=parse_moment, metavar="TIME", help="When it was sent."),
    ],
    method: Annotated[Method, typer.Option("--method", help="How it was sent.")],
    cutoff: Annotated[
        str, typer.Option("--cutoff", help="The last hour of a working day.")
    ] = "17:00",
    calendar: Calendar = EW,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """The day on which a notice counts as served, by the clauses usually met."""
    try:
        last = time.fromisoformat(cutoff)
    except ValueError as error:
        raise InputError(f"{cutoff!r} is not a time.", "such as 17:00.", "write it so.") from error
    found = served(sent, method.value, named_calendar(calendar, known_on), last)
    _print(found.day, found.arithmetic, found.calendar, found.calendar_version, as_json=as_json)
