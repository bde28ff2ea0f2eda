"""`changeover person`: who does steps, and that somebody leaves."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import AsJson, Today, parse_day, print_json, print_table, print_text

app = typer.Typer(
    help="The people who do steps: add, import, change, leave. "
    'Example: changeover person add "Ann Reed" --role "Contract manager" --council northmere',
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Text = str | None
Name = Annotated[str, typer.Argument(metavar="NAME", help="Any name the person goes by.")]
Role = Annotated[
    list[str] | None,
    typer.Option("--role", help="An office, as steps name their owners; repeatable."),
]
Side = Annotated[Text, typer.Option("--council", help="Code of the council, or supplier.")]
Email = Annotated[Text, typer.Option("--email", help="One e-mail address.")]
Manager = Annotated[Text, typer.Option("--manager", help="Who is told when nothing is done.")]
Also = Annotated[
    list[str] | None,
    typer.Option("--also", help="Another name, such as how they sign in; repeatable."),
]


@app.command(
    epilog='Example: changeover person add "Ann Reed" --role "Contract manager" --council '
    "northmere --email ann.reed@northmere.example --also areed"
)
def add(
    name: Name,
    role: Role = None,
    council: Side = None,
    email: Email = None,
    manager: Manager = None,
    also: Also = None,
    as_json: AsJson = False,
) -> None:
    """Make a person known, so that steps can be given to them."""
    from models.people.keeping import Given, add_person
    from models.settings import settings

    given = Given(name=name, roles=role, council=council, email=email, manager=manager, also=also)
    _tell(add_person(given, settings().actor), "Added", as_json)


@app.command(epilog='Example: changeover person change "Ann Reed" --email ann@northmere.example')
def change(
    name: Name,
    to: Annotated[Text, typer.Option("--name", help="The new name; the old still finds.")] = None,
    role: Role = None,
    council: Side = None,
    email: Email = None,
    manager: Manager = None,
    also: Also = None,
    no_name: Annotated[
        list[str] | None,
        typer.Option("--not-also", help="Another name that is not theirs after all; repeatable."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Change what is known of a person; what is not given stays, roles given take the place of all.

    An empty text, such as --manager "", takes away.
    """
    from models.people.keeping import Given, change_person
    from models.settings import settings

    given = Given(
        name=to,
        roles=role,
        council=council,
        email=email,
        manager=manager,
        also=also,
        no_name=no_name or (),
    )
    _tell(change_person(name, given, settings().actor), "Changed", as_json)


@app.command(epilog='Example: changeover person back "Ann Reed" --email ann@northmere.example')
def back(
    name: Name,
    role: Role = None,
    council: Side = None,
    email: Email = None,
    manager: Manager = None,
    as_json: AsJson = False,
) -> None:
    """Somebody who left is here again, without the steps they had."""
    from models.people.keeping import Given, back_again
    from models.settings import settings

    given = Given(roles=role, council=council, email=email, manager=manager)
    _tell(back_again(name, given, settings().actor), "Here again", as_json)


@app.command(
    epilog='Example: changeover person leave "Ann Reed" --on 2026-09-30 --to "Bo Lund" '
    '--reason "Left the council"'
)
def leave(
    name: Name,
    on: Annotated[date, typer.Option("--on", parser=parse_day, metavar="DATE", help="Last day.")],
    to: Annotated[Text, typer.Option("--to", help="Who takes the open steps.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, for the log.")] = "",
    receipt: Annotated[
        Path | None, typer.Option("--receipt", metavar="FILE", help="Keep the receipt here.")
    ] = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Say that a person has left: their open steps go to another, their address is forgotten."""
    from cli.handing_over import keep_receipt, print_receipt, refuse_old_receipt
    from models.people.leaving import leave as leaving
    from models.settings import settings

    refuse_old_receipt(receipt)
    found = leaving(
        name,
        on,
        to=to,
        actor=settings().actor,
        today=today or doors.today(),
        reason=reason,
    )
    if found["receipt"] and receipt:
        keep_receipt(found["receipt"], receipt)
    if as_json:
        print_json(found)
        return
    print_text(f"{found['name']} left on {on:%-d %B %Y}; the e-mail address is forgotten.")
    if found["messages_dropped"]:
        print_text(f"Messages that waited for them and were dropped: {found['messages_dropped']}.")
    if found["was_manager_of"]:
        print_text(f"Without a manager now: {', '.join(found['was_manager_of'])}.")
    if found["receipt"]:
        print_receipt(found["receipt"], receipt)


@app.command("list", epilog="Example: changeover person list --all")
def list_people(
    gone: Annotated[bool, typer.Option("--all", help="Those who left as well.")] = False,
    as_json: AsJson = False,
) -> None:
    """Everybody who is known."""
    from models.people.keeping import everybody

    found = everybody(gone=gone)
    if as_json:
        print_json(found)
        return
    columns = ("name", "roles", "side", "e-mail", "manager", "also", "left")
    rows = [_row(each) for each in found]
    note = "" if found else "Nobody yet: add people with changeover person add, or import a file."
    print_table("People", columns, rows, note)


@app.command("import", epilog="Example: changeover person import people.csv --dry-run")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx file.")],
    sheet: Annotated[Text, typer.Option("--sheet", help="The sheet of the workbook.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add and change people from a file, all or none; those it does not name stay as they are."""
    from models.people.importing import import_people
    from models.settings import settings

    found = import_people(file, settings().actor, sheet=sheet, dry_run=dry_run)
    if as_json:
        print_json(found)
        return
    counts = (
        f"{len(found['added'])} added, {len(found['changed'])} changed, {found['same']} as before"
    )
    print_text(f"Would be: {counts}. Nothing written." if dry_run else f"People: {counts}.")
    for title in ("added", "changed"):
        if found[title]:
            print_text(f"{title.capitalize()}: {'; '.join(found[title])}.")
    if found["unknown_columns"]:
        print_text(f"Columns not known here and not taken: {', '.join(found['unknown_columns'])}.")
    for note in found["notes"]:
        print_text(note)


def _tell(found: dict[str, Any], did: str, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    columns = ("name", "roles", "side", "e-mail", "manager", "also", "left")
    print_table(did, columns, [_row(found)])


def _row(each: dict[str, Any]) -> tuple[Any, ...]:
    roles, also = ", ".join(each["roles"]), ", ".join(each["also"])
    return (
        *(each["name"], roles, each["council"], each["email"]),
        *(each["manager"], also, each["left_on"]),
    )
