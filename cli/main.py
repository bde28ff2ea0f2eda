"""`changeover`: the commands, under what people come to do."""

from __future__ import annotations

import typer

from cli import (
    alerting,
    archiving,
    assigning,
    auditing,
    baselines,
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
    papers,
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

PANELS = {
    "Start, and step": (running, serve, upgrading),
    "Ask where it stands": (reading, auditing),
    "Record, and put right": (recording, correcting, going, decisions),
    "Who does what": (assigning, handing_over, people),
    "Deadlines and messages": (alerting, outbox),
    "Plan": (planning, baselines, chances, exporting),
    "Papers": (papers, facts, registers, clearing, reading_back, houses),
    "Law and calendars": (law, counting, calendars),
    "Keep": (archiving,),
}
GROUPS = {
    decisions: "decision",
    people: "person",
    outbox: "outbox",
    houses: "house",
    clearing: "clearance",
    counting: "count",
    calendars: "calendar",
}

for panel, modules in PANELS.items():
    for module in modules:
        for command in getattr(module, "COMMANDS", ()):
            name, does = (None, command) if callable(command) else command
            app.command(name, rich_help_panel=panel)(does)
        if module in GROUPS:
            app.add_typer(module.app, name=GROUPS[module], rich_help_panel=panel)
