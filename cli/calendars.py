"""`changeover calendar`: the calendars, their versions and their horizon; and late holidays."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import AsJson, KnownOn, Today, parse_day, print_json, print_table, print_text
from rules import almanac
from rules.arithmetic import plural
from rules.calendars import Holiday

app = typer.Typer(
    help="The working-day calendars, and holidays proclaimed late. "
    "Example: changeover calendar show scotland",
    no_args_is_help=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def calendars(context: typer.Context, as_json: AsJson = False) -> None:
    """The calendars, their versions and the days they know. Example: changeover calendar"""
    if context.invoked_subcommand:
        return
    found = [_facts(name) for name in almanac.calendar_names()]
    if as_json:
        print_json(found)
        return
    columns = ("calendar", "version", "published", "knows from", "until", "holidays")
    print_table("Calendars", columns, [list(each.values())[:6] for each in found])


@app.command(epilog="Example: changeover calendar show scotland --known-on 2026-01-31")
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as scotland.")],
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """Every holiday of a calendar, and when it became known."""
    calendar = almanac.calendar(name, known_on)
    days = [
        {"on": day.on, "name": day.name, "known_from": day.known_from, "standing": day.standing}
        for day in calendar.holidays
        if day.is_known(known_on)
    ]
    if as_json:
        print_json({**_facts(name, known_on), "days": days})
        return
    columns = ("day", "holiday", "known from", "standing")
    title = f"{calendar.title}, version {calendar.version}"
    print_table(title, columns, [list(day.values()) for day in days])


@app.command(
    epilog="Example: changeover calendar add england-and-wales --on 2027-06-14 "
    '--name "A jubilee" --known-from 2027-05-20 --cite "Proclamation" --dry-run'
)
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The calendar it closes.")],
    on: Annotated[date, typer.Option("--on", parser=parse_day, metavar="DATE", help="The day.")],
    title: Annotated[str, typer.Option("--name", help="What the holiday is called.")],
    known_from: Annotated[
        date,
        typer.Option("--known-from", parser=parse_day, metavar="DATE", help="When proclaimed."),
    ],
    cite: Annotated[str, typer.Option("--cite", help="The proclamation.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would move; keep nothing.")
    ] = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Add a holiday proclaimed late, and show every open date that it moves."""
    from models.late_holidays import add_holiday, rows, what_it_moves
    from models.settings import settings

    holiday = Holiday(on=on, name=title, known_from=known_from, cite=cite)
    day = today or doors.today()
    if dry_run:
        moves = what_it_moves(name, holiday, day)
    else:
        moves = add_holiday(name, holiday, day, settings().actor)
    found = [{"transition": ref, **row} for ref, moved in moves.items() for row in rows(moved)]
    if as_json:
        print_json({"kept": not dry_run, "moved": found})
        return
    columns = ("transition", "step", "what", "before", "after", "rule")
    title_of = f"What differs: {plural(len(found), 'date')}"
    print_table(title_of, columns, [list(each.values()) for each in found])
    print_text("Nothing was kept (dry run)." if dry_run else f"Kept: {title}, {on}.")


def _facts(name: str, known_on: date | None = None) -> dict[str, Any]:
    calendar = almanac.calendar(name, known_on)
    return {
        "calendar": name,
        "version": calendar.version,
        "published_on": calendar.published_on,
        "first_day": calendar.first_day,
        "known_until": calendar.known_until,
        "holidays": sum(day.is_known(known_on) for day in calendar.holidays),
        "sources": almanac.source_of(name)["source"],
    }
