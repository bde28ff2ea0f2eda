"""What every command shares: options, printing for people and for programs, and errors."""

from __future__ import annotations

import atexit
import gc
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from rules.errors import ChangeoverError, InputError

#: What was typed cannot be kept: the terminal and the machine disagree on how text is written.
_NOT_TEXT = InputError(
    "What was typed is not text in UTF-8.", "a terminal set to UTF-8.", "set it, and type it again."
)


#: Of so many new objects rubbish is looked for among them. Python's own 700 cost a command, most of
#: whose life is loading what stays, an eighth of its time.
_SELDOM = 50_000


class Doors(TyperGroup):
    """Turns every error of the product into its message and its exit code."""

    def invoke(self, ctx: Any) -> Any:
        gc.set_threshold(_SELDOM)
        atexit.register(_end)
        try:
            return super().invoke(ctx)
        except ChangeoverError as error:
            typer.echo(f"changeover: {error}", err=True)
            ctx.exit(error.exit_code)
        except UnicodeEncodeError:
            typer.echo(f"changeover: {_NOT_TEXT}", err=True)
            ctx.exit(_NOT_TEXT.exit_code)
        except BrokenPipeError:
            ctx.exit(0)


def _end() -> None:
    """Files are closed; all else goes with the process, and is not searched for rubbish before."""
    if "models.database" in sys.modules:
        sys.modules["models.database"].close_files()
    gc.freeze()


def parse_day(text: str) -> date:
    """A date written 2026-10-13. Raises: InputError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{text!r} is not a date.", "year-month-day, such as 2026-10-13.", "write it so."
        ) from error


def parse_moment(text: str) -> datetime:
    """A local time written 2026-11-27T17:30. Raises: InputError."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{text!r} is not a time.", "such as 2026-11-27T17:30.", "write it so."
        ) from error


def parse_event(text: str) -> date | datetime:
    """A date, or a local time where the rule runs in hours. Raises: InputError."""
    return parse_moment(text) if "T" in text else parse_day(text)


def today() -> date:
    """Today's date in London."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Europe/London")).date()


Reference = Annotated[str, typer.Argument(metavar="REF", help="Reference of the transition.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept in the log.")]
PlanName = Annotated[str, typer.Argument(metavar="NAME", help="What it is called.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Today = Annotated[
    date | None,
    typer.Option("--today", parser=parse_day, metavar="DATE", help="Act as on this day."),
]
CouncilOption = Annotated[
    str | None, typer.Option("--council", help="Code of the council, such as southwark.")
]
AsAt = Annotated[
    date | None,
    typer.Option(
        "--as-at", parser=parse_day, metavar="DATE", help="As known at the end of that day (UTC)."
    ),
]
Expect = Annotated[
    int | None,
    typer.Option(
        "--expect", metavar="N", help="The length of the log as you saw it; else it is refused."
    ),
]
KnownOn = Annotated[
    date | None,
    typer.Option(
        "--known-on", parser=parse_day, metavar="DATE", help="The calendar as it stood that day."
    ),
]


def say(text: str) -> None:
    """Tell a person, beside the output proper."""
    typer.echo(text, err=True)


def print_json(data: Any) -> None:
    """The data as indented JSON; dates as ISO text."""
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False, default=_plain))


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], note: str = ""
) -> None:
    """A table for a person, as wide as the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else _shown(cell)) for cell in row))
    console().print(table)
    if note:
        console().print(Text(note))


def console() -> Any:
    """The terminal, or 120 columns where the output is kept in a file."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 120, highlight=False)


def print_text(text: str) -> None:
    """Plain text, wrapped for a person."""
    from rich.text import Text

    console().print(Text(text))


def _shown(cell: Any) -> str:
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return f"{cell:%a} {cell.day} {cell:%b %Y}"
    return str(cell)


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")
