"""`decision`: what happens to a council's decision after the meeting. It never loads Prefect."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from cli import calling_in, doors
from cli.doors import (
    AsJson,
    CouncilOption,
    Reference,
    Today,
    parse_event,
    print_json,
    print_table,
    print_text,
)
from cli.happenings import By, CouncilName, Evidence, On, Reason, Which, happened, tell

app = typer.Typer(
    help=(
        "What happens to a council's decision after the meeting.\n\n"
        "Example: changeover decision show southwark-2017"
    ),
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def show(
    reference: Reference,
    council: CouncilOption = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Every council's decisions: state, call-in window, effect, and how each day was counted.

    Example: changeover decision show southwark-2017
    """
    from models.decisions.shown import decisions_of

    found = decisions_of(reference, council, today or doors.today())
    if as_json:
        print_json(found)
        return
    columns = ("decision", "council", "meeting", "outcome", "state", "call-in until", "in effect")
    rows = [
        (
            each["decision"],
            each["council"],
            each["meeting_on"],
            each["outcome"],
            each["state"],
            each["window_closes_on"],
            each["effective_on"],
        )
        for each in found["decisions"]
    ]
    print_table(f"Decisions of {reference} on {found['today']}", columns, rows)
    for each in found["decisions"]:
        print_text(f"{each['council']}, {each['decision']}: {each['says']}")
        for condition in each["conditions"]:
            met = condition["met_on"]
            shown = f"met on {met:%-d %B %Y}: {condition['evidence']}" if met else "not met"
            print_text(f"  condition {condition['number']}, {condition['text']}: {shown}")
    for gate in found["gates"]:
        print_text(gate["says"])


@app.command()
def publish(
    reference: Reference,
    council: CouncilName,
    on: On,
    by: By = "democratic services",
    evidence: Evidence = "the decision notice",
    reason: Reason = "",
    decision: Which = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record the day a decision was published: call-in, and so the effect, is counted anew.

    Example: changeover decision publish southwark-2017 southwark --on 2017-06-22
    """
    from models.decisions.happenings import publish as record

    said = happened(on, by, evidence, today)
    tell(record(reference, council, decision, said, reason), as_json=as_json)


@app.command()
def waive(
    reference: Reference,
    council: CouncilName,
    decision: Annotated[str, typer.Option("--decision", help="in-principle or final.")],
    agreed: Annotated[
        datetime,
        typer.Option(
            "--agreed",
            parser=parse_event,
            metavar="DATE",
            help="When it was agreed: before the decision; with the hour on the day itself.",
        ),
    ],
    agreed_by: Annotated[str, typer.Option("--agreed-by", help="Who agreed, in which office.")],
    reason: Annotated[str, typer.Option("--reason", help="Why delay would seriously prejudice.")],
    evidence: Annotated[
        str, typer.Option("--evidence", help="Where the report and the decision notice say so.")
    ],
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record that call-in was waived for urgency (CALL-07): the decision takes effect at once.

    Example: changeover decision waive worked-2027 northmere --decision final
    --agreed 2026-10-12 --agreed-by "Chair of scrutiny" --reason "Notice is due on 14 October"
    --evidence "Report, paragraph 4; decision notice"
    """
    from models.decisions.happenings import waive as record

    day = agreed.date() if isinstance(agreed, datetime) else agreed
    said = happened(day, agreed_by, evidence, today)
    tell(record(reference, council, decision, said, agreed, reason), as_json=as_json)


@app.command()
def condition(
    reference: Reference,
    council: CouncilName,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="Number of the condition.")],
    on: On,
    by: By,
    evidence: Evidence,
    decision: Which = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record that a condition of a decision is met; with the last one it may take effect.

    Example: changeover decision condition worked-2027 northmere 1 --on 2026-07-20
    --by "Finance director" --evidence "Due-diligence report, section 9"
    """
    from models.decisions.happenings import meet_condition

    said = happened(on, by, evidence, today)
    tell(meet_condition(reference, council, decision, number, said), as_json=as_json)


app.command("call-in")(calling_in.call_in)
app.command()(calling_in.scrutiny)
app.command()(calling_in.rehear)
