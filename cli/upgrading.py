"""`upgrade`: what a newer rule set changes for a running transition; adopting or leaving it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import AsJson, Today, print_json, print_table, print_text
from rules.errors import ChangeoverError, InputError, StateError


def upgrade(
    reference: Annotated[
        str | None, typer.Argument(metavar="REF", help="Reference of the transition.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every live transition.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
    leave: Annotated[
        bool, typer.Option("--leave", help="Go on by the older rules, and say so in the log.")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why it is adopted, or left.")] = "",
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Plan a running transition by the rules, programme and calendars of this release.

    Until then, and after --leave, it is planned by those it was opened with, or adopted last.

    Example: changeover upgrade worked-2027 --dry-run
    """
    from models.reports import live
    from models.rule_sets.adopting import adopt, leave_newer, what_it_changes
    from models.settings import settings

    if every == bool(reference):
        raise InputError("Name one transition, or --all.", "one of the two.", "give one of them.")
    if leave and dry_run:
        raise InputError("--leave changes no date.", "--leave or --dry-run.", "give one of them.")
    day, actor = today or doors.today(), settings().actor
    found, failed = list[dict[str, Any]](), list[str]()
    for each in [reference] if reference else live():
        try:
            if leave:
                found.append(leave_newer(each, reason, actor))
                continue
            change = what_it_changes(each, day)
            if adopted := change["newer"] and not dry_run:
                change = adopt(each, day, reason, actor)
            found.append({**change, "adopted": adopted})
        except ChangeoverError as error:
            if reference or isinstance(error, InputError):
                raise
            failed.append(str(error))
    print_json(found[0] if reference else found) if as_json else _print(found)
    if failed:
        raise StateError("\n".join(failed))


def _print(found: list[dict[str, Any]]) -> None:
    for each in found:
        if not each["newer"]:
            print_text(f"{each['reference']} is planned by the rule set of this release already.")
            continue
        if each.get("left"):
            print_text(f"{each['reference']} goes on by {each['from'][:12]}, and the log says why.")
            continue
        did = "adopted" if each["adopted"] else "would adopt; leave out --dry-run to do so"
        print_text(f"{each['reference']}: {each['from'][:12]} to {each['to'][:12]}, {did}.")
        if each["not_comparable"]:
            print_text(f"What moves cannot be told: {each['not_comparable']}")
        changes = [
            (r["kind"], r["what"], r["change"], r["before"], r["after"]) for r in each["rules"]
        ]
        print_table("What differs", ("kind", "what", "change", "before", "after"), changes)
        moved = [(r["step"], r["what"], r["before"], r["after"], r["rule"]) for r in each["moved"]]
        note = "" if moved else "No date of this transition moves."
        print_table("What moves", ("step", "what", "before", "after", "rule"), moved, note)
        for title, key in (("New findings", "appeared"), ("Findings that go", "gone")):
            if each[key]:
                rows = [(r["kind"], r["says"]) for r in each[key]]
                print_table(title, ("finding", "what"), rows)


COMMANDS = [upgrade]
