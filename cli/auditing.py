"""`log`, `verify` and `head`: what an auditor asks of the state log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.doors import AsAt, AsJson, Reference, print_json, print_table, print_text


def log(reference: Reference, as_at: AsAt = None, as_json: AsJson = False) -> None:
    """The state log: who recorded what, in which office, for whom, why, and when.

    Example: changeover log southwark-2017 --as-at 2026-11-30
    """
    from models.meanwhile import said
    from models.reports import log_of

    found = log_of(reference, as_at)
    if as_json:
        print_json(found)
        return
    columns = ("no.", "at (UTC)", "who", "act", "what", "why")
    rows = [
        (
            each["sequence"],
            each["at"][:19].replace("T", " "),
            _who(each),
            each["act"].replace("-", " "),
            said(each["data"]),
            each["reason"],
        )
        for each in found
    ]
    print_table(f"Log of {reference}", columns, rows)


def verify(
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="Heads kept by `changeover head` before."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Walk the chain of every log, hold every row to it, and say whether they hold.

    Example: changeover verify --against heads-2026-11-30.json
    """
    from models.verification import verify_all

    found = verify_all(against)
    if as_json:
        print_json(found)
        return
    rows = [(each["reference"], each["entries"], each["head"]) for each in found]
    print_table("Every log holds", ("transition", "entries", "head"), rows)


def head(
    reference: Annotated[
        str | None, typer.Argument(metavar="[REF]", help="Reference of the transition.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="The heads of every log.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to keep them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """The head of a log, to be kept elsewhere and held against the log later.

    Example: changeover head --all --out heads-2026-11-30.json
    """
    from models.verification import heads, keep_heads

    if every == (reference is not None):
        from rules.errors import InputError

        raise InputError("Whose head?", "a reference, or --all.", "give one of the two.")
    found = heads(reference)
    if out:
        keep_heads(found, out)
    if as_json:
        print_json(found)
        return
    rows = [(each["reference"], each["entries"], each["head"]) for each in found["heads"]]
    print_table(f"Heads at {found['at']}", ("transition", "entries", "head"), rows)
    if out:
        print_text(f"Kept in {out}. Later: changeover verify --against {out}")


def _who(entry: dict[str, Any]) -> str:
    behalf = f"on behalf of {entry['on_behalf_of']}" if entry["on_behalf_of"] else ""
    return ", ".join(filter(None, (entry["actor"], entry["role"], behalf)))


COMMANDS = [log, verify, head]
