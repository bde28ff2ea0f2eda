"""`decision`: what happens to a council's decision after the meeting. It never loads Prefect."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import (
    AsJson,
    CouncilOption,
    Reference,
    Today,
    parse_day,
    parse_event,
    print_json,
    print_table,
    print_text,
)

app = typer.Typer(
    help=(
        "What happens to a council's decision after the meeting.\n\n"
        "Example: changeover decision show southwark-2017"
    ),
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

CouncilName = Annotated[str, typer.Argument(metavar="COUNCIL", help="Code of the council.")]
Which = Annotated[
    str | None,
    typer.Option("--decision", help="in-principle or final; else the last it may happen to."),
]
On = Annotated[date, typer.Option("--on", parser=parse_day, metavar="DATE", help="When.")]
By = Annotated[str, typer.Option("--by", help="Who did it.")]
Evidence = Annotated[str, typer.Option("--evidence", help="What shows it: an address, a minute.")]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]


class Scrutiny(StrEnum):
    """What became of a called-in decision in scrutiny."""

    RELEASED = "released"
    REFERRED_BACK = "referred-back"
    LAPSED = "lapsed"


class Rehearing(StrEnum):
    """How the decision maker reconsidered."""

    CONFIRMED = "confirmed"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"


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

    happened = _happened(on, by, evidence, today)
    _tell(record(reference, council, decision, happened, reason), as_json=as_json)


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
    happened = _happened(day, agreed_by, evidence, today)
    _tell(record(reference, council, decision, happened, agreed, reason), as_json=as_json)


@app.command("call-in")
def call_in(
    reference: Reference,
    council: CouncilName,
    on: On,
    by: By,
    evidence: Evidence = "the request",
    reason: Annotated[str, typer.Option("--reason", help="The grounds given.")] = "",
    decision: Which = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record that a decision was called in; it does not take effect before scrutiny is done.

    Example: changeover decision call-in worked-2027 northmere --on 2026-06-22 --by "Five members"
    """
    from models.decisions.scrutiny import call_in as record

    happened = _happened(on, by, evidence, today)
    _tell(record(reference, council, decision, happened, reason), as_json=as_json)


@app.command()
def scrutiny(
    reference: Reference,
    council: CouncilName,
    on: On,
    outcome: Annotated[Scrutiny, typer.Option("--outcome", help="What scrutiny did.")],
    by: By = "the scrutiny committee",
    evidence: Evidence = "the minutes",
    reason: Annotated[str, typer.Option("--reason", help="Why it was referred back.")] = "",
    decision: Which = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record what scrutiny did with a called-in decision, or that its time lapsed.

    Example: changeover decision scrutiny worked-2027 northmere --on 2026-07-01 --outcome released
    """
    from models.decisions.scrutiny import refer_back, release

    happened = _happened(on, by, evidence, today)
    if outcome is Scrutiny.REFERRED_BACK:
        taken = refer_back(reference, council, decision, happened, reason)
    else:
        lapsed = outcome is Scrutiny.LAPSED
        taken = release(reference, council, decision, happened, lapsed=lapsed)
    _tell(taken, as_json=as_json)


@app.command()
def rehear(
    reference: Reference,
    council: CouncilName,
    on: On,
    outcome: Annotated[Rehearing, typer.Option("--outcome", help="How it was reconsidered.")],
    by: By = "the decision maker",
    evidence: Evidence = "the minutes",
    decision: Which = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record how a decision that scrutiny referred back was reconsidered.

    Example: changeover decision rehear worked-2027 northmere --on 2026-07-07 --outcome confirmed
    """
    from models.decisions.scrutiny import rehear as record

    happened = _happened(on, by, evidence, today)
    _tell(record(reference, council, decision, outcome.value, happened), as_json=as_json)


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

    happened = _happened(on, by, evidence, today)
    _tell(meet_condition(reference, council, decision, number, happened), as_json=as_json)


def _happened(on: date, by: str, evidence: str, today: date | None) -> Any:
    from models.happened import Happened
    from models.settings import settings

    return Happened(
        on=on, by=by, evidence=evidence, actor=settings().actor, today=today or doors.today()
    )


def _tell(taken: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(taken)
        return
    told = f"Recorded: {taken['council']}, {taken['decision']} decision, {taken['what']}."
    if taken["effective_on"]:
        told += f" It takes effect on {taken['effective_on']:%A %-d %B %Y}."
    print_text(f"{told} {taken['arithmetic']}")
    if taken["undone"]:
        print_text(f"Open again, since closed too early: {', '.join(taken['undone'])}.")
