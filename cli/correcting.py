"""`correct` and `reopen`: mistakes put right by new entries, which name the old ones."""

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

OnDay = Annotated[
    date | None,
    typer.Option("--on", parser=parse_day, metavar="DATE", help="When it happened, or met."),
]
Published = Annotated[
    date | None,
    typer.Option("--published", parser=parse_day, metavar="DATE", help="Decision published."),
]
Text = str | None


def correct(
    reference: Reference,
    entry: Annotated[int, typer.Argument(metavar="SEQ", help="Number of the entry in the log.")],
    reason: Reason,
    on: OnDay = None,
    by: Annotated[Text, typer.Option("--by", help="Who did it.")] = None,
    evidence: Annotated[Text, typer.Option("--evidence", help="What shows it.")] = None,
    published: Published = None,
    value: Annotated[Text, typer.Option("--value", help="The value of a fact.")] = None,
    source: Annotated[Text, typer.Option("--source", help="Where a fact is from.")] = None,
    expect: Expect = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Correct what an entry says of a step, a decision or a fact, by a new entry that names it.

    Example: changeover correct worked-2027 18 --on 2026-05-12 --reason "The letter is dated the
    12th"
    """
    from models.corrections.correcting import correct as put_right
    from models.settings import settings

    given = {"on": on, "by": by, "evidence": evidence}
    given |= {"published": published, "value": value, "source": source}
    found = put_right(
        reference,
        entry,
        given,
        reason=reason,
        actor=settings().actor,
        today=today or doors.today(),
        expect=expect,
    )
    if as_json:
        print_json(found)
        return
    says = "; ".join(
        f"{name.replace('_', ' ')} {now}, not {found['was'][name] or 'empty'}"
        for name, now in found["now"].items()
    )
    chain = ", ".join(map(str, found["chain"]))
    print_text(f"Log entry {found['entry']} corrects {chain}: {says}.")
    if found["undone"]:
        print_text(f"Open again, since the day of effect moved: {', '.join(found['undone'])}.")


def reopen(
    reference: Reference,
    step: Annotated[str, typer.Argument(metavar="STEP", help="Key of the step, such as 1.9.")],
    reason: Reason = "",
    council: CouncilOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only list what would be opened again.")
    ] = False,
    expect: Expect = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Open a closed step again, and with it every closed step that rested on it.

    Example: changeover reopen worked-2027 8.1 --reason "The wrong version was signed" --dry-run
    """
    from models.corrections.reopening import reopen as open_again
    from models.corrections.reopening import would_reopen
    from models.settings import settings

    day = today or doors.today()
    if dry_run:
        found = would_reopen(reference, step, council, day)
    else:
        actor = settings().actor
        found = open_again(
            reference, step, council, reason=reason, actor=actor, today=day, expect=expect
        )
    if as_json:
        print_json(found)
        return
    _print_reopened(found, "Would be open again" if dry_run else "Open again")


def _print_reopened(found: dict[str, Any], title: str) -> None:
    rows = [
        (each["step"], each["council"], each["name"], each["was"], each["was_on"])
        for each in found["reopened"]
    ]
    print_table(title, ("step", "council", "name", "was", "on"), rows)
    if found["gates_closed"]:
        print_text(f"Gates closed again: {', '.join(found['gates_closed'])}.")
    if found["decisions_standing"]:
        stand = ", ".join(found["decisions_standing"])
        print_text(f"These decisions stand, and what rests on them: {stand}.")


COMMANDS = [correct, reopen]
