"""`changeover`: the commands, in the order in which people meet them."""

from __future__ import annotations

import typer

from cli import (
    alerting,
    archiving,
    assigning,
    auditing,
    calendars,
    chances,
    clearing,
    correcting,
    counting,
    decisions,
    exporting,
    facts,
    going,
    handing_over,
    houses,
    law,
    outbox,
    people,
    planning,
    reading,
    reading_back,
    recording,
    registers,
    running,
    serve,
    upgrading,
)
from cli.doors import Doors

app = typer.Typer(
    name="changeover",
    cls=Doors,
    help="Steps a council out of an outsourced contract and into a shared service.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for commands in (
    *(running, alerting, reading, auditing, exporting, recording, assigning, handing_over),
    *(correcting, going, facts, clearing, reading_back, registers),
    *(planning, chances, law, archiving, upgrading, serve),
):
    for command in commands.COMMANDS:
        app.command()(command) if callable(command) else app.command(command[0])(command[1])
app.add_typer(decisions.app, name="decision")
app.add_typer(counting.app, name="count")
app.add_typer(calendars.app, name="calendar")
app.add_typer(outbox.app, name="outbox")
app.add_typer(houses.app, name="house")
app.add_typer(clearing.app, name="clearance")
app.add_typer(people.app, name="person")
