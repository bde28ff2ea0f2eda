"""`hand-over` and `mine`: a leaver's steps to another with a receipt; what one person has to do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import AsJson, Reason, Today, print_json, print_table, print_text
from rules.errors import InputError

Text = str | None


def hand_over(
    from_: Annotated[str, typer.Option("--from", metavar="A", help="Whose steps.")],
    to: Annotated[str, typer.Option("--to", metavar="B", help="Who takes them.")],
    reason: Reason = "",
    of: Annotated[
        Text, typer.Option("--of", metavar="REF", help="Of this transition; else of all.")
    ] = None,
    receipt: Annotated[
        Path | None, typer.Option("--receipt", metavar="FILE", help="Keep the receipt here.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only list what would be handed over.")
    ] = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Hand every open step of one person to another, all or none, with a receipt.

    Example: changeover hand-over --from "Ann Reed" --to "Bo Lund" --reason "Leaves in May"
    """
    from models.people.handing_over import hand_over as handing_over
    from models.people.handing_over import would_hand_over
    from models.settings import settings

    if dry_run:
        found = would_hand_over(from_, to, of)
    else:
        refuse_old_receipt(receipt)
        actor, day = settings().actor, today or doors.today()
        found = handing_over(from_, to, of, actor=actor, today=day, reason=reason)
        if receipt:
            keep_receipt(found, receipt)
    if as_json:
        print_json(found)
    elif dry_run:
        _print_would(found)
    else:
        print_receipt(found, receipt)


def mine(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Any name they go by.")],
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """What a person has to do in all transitions, also for those they stand in for; soonest first.

    Example: changeover mine "Ann Reed"
    """
    from models.people.mine import mine as steps_of

    found = steps_of(person, today or doors.today())
    if as_json:
        print_json(found)
        return
    rows = [
        (
            each["reference"],
            each["step"],
            each["council"],
            each["name"],
            each["by"],
            each["status"],
            each["rule"],
            _aside(each),
        )
        for each in found["steps"]
    ]
    columns = ("transition", "step", "council", "what", "by", "status", "rule", "note")
    note = "" if rows else "Nothing: no open step is theirs, and they stand in for nobody's."
    print_table(f"To do: {found['person']}", columns, rows, note)


def refuse_old_receipt(path: Path | None) -> None:
    """Raises: InputError where a file is in the place of the receipt already, or no folder is."""
    if path and (path.exists() or not path.parent.is_dir()):
        raise InputError(
            f"The receipt cannot be kept at {path}.",
            "a new file in a folder that is there.",
            "name another; nothing was handed over.",
        )


def keep_receipt(found: dict[str, Any], path: Path) -> None:
    """The receipt is at that path as text."""
    from models.people.handing_over import receipt_in_words
    from models.whole_file import write_whole

    write_whole(path, receipt_in_words(found).encode())


def print_receipt(found: dict[str, Any], path: Path | None) -> None:
    """The receipt, and where it was kept."""
    from models.people.handing_over import receipt_in_words

    print_text(receipt_in_words(found).rstrip())
    if path:
        print_text(f"Kept in {path}.")


def _print_would(found: dict[str, Any]) -> None:
    rows = [
        (each["reference"], step["step"], step["council"], step["name"])
        for each in found["transitions"]
        for step in each["steps"]
    ]
    columns = ("transition", "step", "council", "what")
    title = f"Would go from {found['from']} to {found['to']}"
    print_table(title, columns, rows, "Nothing was written (dry run).")


def _aside(each: dict[str, Any]) -> str:
    """In whose place, who does it meanwhile, and what it waits for."""
    behalf = f"for {each['on_behalf_of']}" if each["on_behalf_of"] else ""
    deputy = f"{each['deputy']} stands in" if each["deputy"] else ""
    until = f" until {each['until_on']:%-d %B %Y}" if each["until_on"] else ""
    return "; ".join(filter(None, (f"{behalf or deputy}{until}", each["note"])))


COMMANDS = [("hand-over", hand_over), mine]
