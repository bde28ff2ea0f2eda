"""What commands share that record something that happened: options, and the answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import parse_day, print_json, print_text

CouncilName = Annotated[str, typer.Argument(metavar="COUNCIL", help="Code of the council.")]
Which = Annotated[
    str | None,
    typer.Option("--decision", help="in-principle or final; else the last it may happen to."),
]
On = Annotated[date, typer.Option("--on", parser=parse_day, metavar="DATE", help="When.")]
By = Annotated[str, typer.Option("--by", help="Who did it.")]
Evidence = Annotated[str, typer.Option("--evidence", help="What shows it: an address, a minute.")]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]


def happened(
    on: date | None,
    by: str,
    evidence: str,
    today: date | None,
    *,
    presume_earlier: bool = False,
) -> Any:
    """What happened, today unless a day is given, and who says so."""
    from models.happened import Happened
    from models.settings import settings

    now = today or doors.today()
    return Happened(
        on=on or now,
        by=by,
        evidence=evidence,
        actor=settings().actor,
        today=now,
        presume_earlier=presume_earlier,
    )


def tell(taken: dict[str, Any], *, as_json: bool) -> None:
    """What became of a decision, for a person or a program."""
    if as_json:
        print_json(taken)
        return
    told = f"Recorded: {taken['council']}, {taken['decision']} decision, {taken['what']}."
    if taken["effective_on"]:
        told += f" It takes effect on {taken['effective_on']:%A %-d %B %Y}."
    print_text(f"{told} {taken['arithmetic']}")
    if taken["undone"]:
        print_text(f"Open again, since closed too early: {', '.join(taken['undone'])}.")
