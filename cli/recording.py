"""`record` and `decide`: what a person says happened. They never load Prefect."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from cli import doors
from cli.doors import (
    AsJson,
    CouncilOption,
    Expect,
    Reference,
    Today,
    parse_day,
    print_json,
    print_text,
)


class Outcome(StrEnum):
    """How a council decided."""

    APPROVED = "approved"
    AMENDED = "amended"
    CONDITIONAL = "conditional"
    NOTED = "noted"
    DEFERRED = "deferred"
    REFUSED = "refused"


By = Annotated[str, typer.Option("--by", help="Who did it.")]
Evidence = Annotated[str, typer.Option("--evidence", help="What shows it: an address, a minute.")]
PresumeEarlier = Annotated[
    bool,
    typer.Option(
        "--presume-earlier",
        help="Take open steps that had to come first as done, and log each as presumed.",
    ),
]


def record(
    reference: Reference,
    step: Annotated[str, typer.Argument(metavar="STEP", help="Key of the step, such as 1.9.")],
    on: Annotated[date, typer.Option("--on", parser=parse_day, metavar="DATE", help="When.")],
    by: By,
    evidence: Evidence,
    council: CouncilOption = None,
    presume_earlier: PresumeEarlier = False,
    expect: Expect = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record that a step happened, on its evidence.

    Example: changeover record southwark-2017 1.9 --on 2017-03-30 --by "The three councils"
    --evidence "Interim agreement dated 30 March 2017"
    """
    from models.happened import Happened
    from models.recording import record_step
    from models.settings import settings

    happened = Happened(
        on=on,
        by=by,
        evidence=evidence,
        actor=settings().actor,
        today=today or doors.today(),
        presume_earlier=presume_earlier,
    )
    sequence = record_step(reference, step, council, happened, expect)
    if as_json:
        print_json({"reference": reference, "step": step, "council": council, "entry": sequence})
    else:
        print_text(f"Recorded: step {step} on {on}. Log entry {sequence}.")


def decide(
    reference: Reference,
    council: Annotated[str, typer.Argument(metavar="COUNCIL", help="Code of the council.")],
    meeting: Annotated[
        date, typer.Option("--meeting", parser=parse_day, metavar="DATE", help="The meeting.")
    ],
    outcome: Annotated[Outcome, typer.Option("--outcome", help="How it decided.")],
    by: By = "the decision-making body",
    evidence: Evidence = "as recorded in the minutes",
    published: Annotated[
        date | None,
        typer.Option("--published", parser=parse_day, metavar="DATE", help="Decision published."),
    ] = None,
    condition: Annotated[
        list[str] | None,
        typer.Option("--condition", help="What a conditional decision is subject to; repeatable."),
    ] = None,
    decision: Annotated[
        str | None, typer.Option("--decision", help="in-principle or final; else the next.")
    ] = None,
    presume_earlier: PresumeEarlier = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record how a council decided; says when the decision takes effect.

    To note is not to decide: `noted` is kept, and the step stays open. What happens after the
    meeting (publication, call-in, conditions) is recorded with `changeover decision`.

    Example: changeover decide southwark-2017 southwark --meeting 2017-02-07 --outcome approved
    """
    from models.deciding import decide_next
    from models.happened import Happened
    from models.settings import settings

    happened = Happened(
        on=meeting,
        by=by,
        evidence=evidence,
        actor=settings().actor,
        today=today or doors.today(),
        presume_earlier=presume_earlier,
    )
    conditions = condition or []
    taken = decide_next(
        reference, council, decision, outcome.value, happened, published, conditions
    )
    if as_json:
        print_json(taken)
        return
    told = f"Recorded: {taken['council']}, {taken['decision']} decision, {taken['outcome']}."
    if taken["effective_on"]:
        told += f" It takes effect on {taken['effective_on']:%A %-d %B %Y}."
    print_text(f"{told} {taken['arithmetic']}")


COMMANDS = [record, decide]
