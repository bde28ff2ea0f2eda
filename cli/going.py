"""`go`, `no-go` and `compensate`: the last gate, and making a no-go good. They only record."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import AsJson, Reference, Today, parse_day, print_json, print_table, print_text
from cli.happenings import happened

Council = Annotated[str, typer.Option("--council", help="Code of the council that says so.")]
On = Annotated[
    date | None, typer.Option("--on", parser=parse_day, metavar="DATE", help="When; else today.")
]
By = Annotated[str, typer.Option("--by", help="Who said so.")]
Evidence = Annotated[str, typer.Option("--evidence", help="What shows it: the signed minute.")]


def go(
    reference: Reference,
    council: Council,
    on: On = None,
    by: By = "the senior responsible owner",
    evidence: Evidence = "the signed minute",
    presume_earlier: Annotated[
        bool,
        typer.Option("--presume-earlier", help="Take open steps that had to come first as done."),
    ] = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record a council's go; with the last council's the go / no-go decision is closed.

    Example: changeover go worked-2027 --council northmere --evidence "Signed minute, item 3"
    """
    from models.no_go.saying import record_go

    said = happened(on, by, evidence, today, presume_earlier=presume_earlier)
    taken = record_go(reference, council, said)
    if as_json:
        print_json(taken)
        return
    waits = ", ".join(taken["waits_for"])
    told = f"It waits for {waits}." if waits else "Every council has said go: step 10.4 is closed."
    print_text(f"Recorded: {taken['council']} says go. {told}")


def no_go(
    reference: Reference,
    council: Council,
    until: Annotated[
        date,
        typer.Option("--until", parser=parse_day, metavar="DATE", help="New last day."),
    ],
    reason: Annotated[str, typer.Option("--reason", help="Why it is a no-go.")],
    on: On = None,
    by: By = "the senior responsible owner",
    evidence: Evidence = "the signed minute",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the order; keep nothing.")
    ] = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record a council's no-go and begin the order that makes it good.

    Example: changeover no-go worked-2027 --council northmere --until 2027-06-30
    --reason "The rehearsal failed" --dry-run
    """
    from models.no_go.saying import record_no_go, try_no_go

    said = happened(on, by, evidence, today)
    record = try_no_go if dry_run else record_no_go
    found = record(reference, council, until, reason, said)
    _show(found, as_json=as_json)
    if dry_run and not as_json:
        print_text("Nothing was kept.")


def compensate(
    reference: Reference,
    step: Annotated[
        str | None, typer.Argument(metavar="STEP", help="Step of the order; without it, show it.")
    ] = None,
    party: Annotated[
        str | None, typer.Option("--party", help="Whose part: a council, or supplier.")
    ] = None,
    on: On = None,
    by: Annotated[str, typer.Option("--by", help="Who did it.")] = "",
    evidence: Annotated[str, typer.Option("--evidence", help="What shows it.")] = "",
    not_needed: Annotated[
        bool, typer.Option("--not-needed", help="Close it as not needed, on the evidence.")
    ] = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Show what makes a no-go good, in order; or record that one step of it was done.

    Example: changeover compensate worked-2027 extension --on 2027-02-26 --by "Contract manager"
    --evidence "Proof of service"
    """
    from models.no_go.compensating import compensate as record
    from models.no_go.shown import order_of

    if step is None:
        found = order_of(reference, today or doors.today())
    else:
        said = happened(on, by, evidence, today)
        found = record(reference, step, party, said, not_needed=not_needed)
    _show(found, as_json=as_json)


def _show(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    who = ", ".join(found["councils"]) or "nobody any more"
    print_text(
        f"No-go of {found['decided_on']:%-d %B %Y} ({who}): {found['reason']}. The contract of "
        f"{found['from_on']:%-d %B %Y} is to run until {found['until_on']:%A %-d %B %Y}; the "
        f"transfer is then on {found['transfer_on']:%A %-d %B %Y}."
    )
    rows = [
        (
            each["step"],
            ", ".join(filter(None, parties)),
            each["name"],
            ", ".join(each["owners"]),
            each["status"],
            each["last_day"],
            ", ".join(date["rule"] for date in each["dates"]),
        )
        for each, parties in _together(found["parts"])
    ]
    columns = ("step", "parties", "what", "who", "status", "by", "rules")
    print_table(f"To make the no-go good: {found['reference']}", columns, rows)
    for line in dict.fromkeys(line for each in found["parts"] for line in _lines(each)):
        print_text(line)


def _together(parts: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[str | None]]]:
    """The parts of a step that stand alike on one line, with their parties."""
    lines: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for each in parts:
        lines.setdefault((each["step"], each["status"]), []).append(each)
    return [(found[0], [each["party"] for each in found]) for found in lines.values()]


def _lines(part: dict[str, Any]) -> list[str]:
    """How a part's days were counted, and what is to be issued again."""
    name = f"{part['step']} {part['party'] or ''}".strip()
    if part["status"] in ("closed", "not-needed"):
        return []
    lines = []
    for each in part["dates"]:
        usual = "" if each["binds"] else " Usual term: this contract's own clause is not known."
        lines.append(
            f"{part['step']}: {each['what']} ({each['rule']}): {each['arithmetic']}{usual}"
        )
    for made in part["made_for_old_day"]:
        at = f"{made['step']} {made['council'] or ''}".strip()
        day = f"{made['on']:%-d %B %Y}"
        lines.append(f"{name}: to do again: step {at}, done on {day} for the old day.")
    if part["again"]:
        lines.append(f"{name}: if spending changes: {'; '.join(part['again'])}.")
    return lines


COMMANDS = [go, ("no-go", no_go), compensate]
