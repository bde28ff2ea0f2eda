"""`assign`, `take-off` and `stand-in`: who does what. They never load Prefect."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import (
    AsJson,
    CouncilOption,
    Expect,
    Reason,
    Reference,
    Today,
    parse_day,
    print_json,
    print_table,
    print_text,
)
from rules.errors import InputError

Step = Annotated[str, typer.Argument(metavar="STEP", help="Key of the step, such as 2.4.")]
Text = str | None


def assign(
    reference: Reference,
    step: Step,
    to: Annotated[str, typer.Option("--to", metavar="PERSON", help="Who is to do it.")],
    reason: Reason = "",
    council: CouncilOption = None,
    expect: Expect = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Give a step to a person; with --reason, take it from whoever holds it.

    Example: changeover assign worked-2027 2.4 --to "Ann Reed"
    """
    from models.people.assigning import assign as assigning
    from models.settings import settings

    found = assigning(
        reference,
        step,
        council,
        to,
        actor=settings().actor,
        today=today or doors.today(),
        reason=reason,
        expect=expect,
    )
    if as_json:
        print_json(found)
        return
    was = f", not {found['was']}" if found["was"] else ""
    name = f"{step} {found['council']}" if found["council"] else step
    print_text(
        f"Step {name} ({found['name']}) is {found['person']}'s now{was}. "
        f"Log entry {found['entry']}."
    )
    for each in found["mind"]:
        print_text(f"Mind: {each}.")


def take_off(
    reference: Reference,
    step: Step,
    reason: Reason,
    council: CouncilOption = None,
    expect: Expect = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Take a step off whoever holds it: it is its owners' again.

    Example: changeover take-off worked-2027 2.4 --reason "Not theirs to do"
    """
    from models.people.assigning import take_off as taking_off
    from models.settings import settings

    found = taking_off(
        reference,
        step,
        council,
        actor=settings().actor,
        today=today or doors.today(),
        reason=reason,
        expect=expect,
    )
    if as_json:
        print_json(found)
    else:
        print_text(f"Step {step} is no longer {found['was']}'s. Log entry {found['entry']}.")


def stand_in(
    reference: Reference,
    absent: Annotated[Text, typer.Option("--for", metavar="A", help="Who is away.")] = None,
    deputy: Annotated[Text, typer.Option("--by", metavar="B", help="Who does it.")] = None,
    from_on: Annotated[
        date | None,
        typer.Option("--from", parser=parse_day, metavar="DATE", help="The first day."),
    ] = None,
    until_on: Annotated[
        date | None,
        typer.Option("--until", parser=parse_day, metavar="DATE", help="The last day, inclusive."),
    ] = None,
    ends: Annotated[
        date | None,
        typer.Option("--ends", parser=parse_day, metavar="DATE", help="It ends early, so."),
    ] = None,
    reason: Reason = "",
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Have one person do another's steps for some days, both ends inclusive; or list who does.

    Example: changeover stand-in worked-2027 --for "Ann Reed" --by "Bo Lund" --from 2030-08-03
    --until 2030-08-14
    """
    from models.people.standing_in import end_stand_in, stand_ins_of
    from models.people.standing_in import stand_in as standing_in
    from models.settings import settings

    day = today or doors.today()
    if absent is None and deputy is None and from_on is None and until_on is None and ends is None:
        _print_stand_ins(reference, stand_ins_of(reference, day), as_json)
        return
    if absent and ends and not (deputy or from_on or until_on):
        found = end_stand_in(
            reference, absent, ends, actor=settings().actor, today=day, reason=reason
        )
    elif absent and deputy and from_on and until_on and not ends:
        found = standing_in(
            reference, absent, deputy, from_on, until_on, actor=settings().actor, today=day
        )
    else:
        raise InputError(
            "It was not said who stands in for whom, and when.",
            "--for, --by, --from and --until; or --for, --ends and --reason.",
            "give these, or none to list who stands in.",
        )
    if as_json:
        print_json(found)
        return
    who = f"{found['deputy']} stands in for {found['absent']}"
    if found["until_on"] < found["from_on"]:
        print_text(f"Called off: {who}. Log entry {found['entry']}.")
    else:
        days = f"from {found['from_on']:%a %-d %B %Y} until {found['until_on']:%a %-d %B %Y}"
        print_text(f"{who} {days}, both inclusive. Log entry {found['entry']}.")


def _print_stand_ins(reference: str, found: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    columns = ("away", "stood in for by", "from", "until, inclusive", "now", "entry")
    rows = [tuple(each.values()) for each in found]
    print_table(f"Stand-ins in {reference}", columns, rows, "" if rows else "None was agreed.")


COMMANDS = [assign, ("take-off", take_off), ("stand-in", stand_in)]
