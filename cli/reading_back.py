"""`read-back`: a paper that was edited in Word, shown beside what was written, and accepted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import doors
from cli.doors import AsJson, CouncilOption, Reference, Today, print_json, print_text

if TYPE_CHECKING:
    from tasks.accepting import Accepted
    from tasks.reading_back import Edited


def read_back(
    reference: Reference,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The edited .docx.")],
    show: Annotated[
        bool, typer.Option("--show", help="Only show what was changed; the usual thing.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take it as the next version: page, PDF, Word file.")
    ] = False,
    by: Annotated[str, typer.Option("--by", help="Who accepts it.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why: what approved it, and when.")] = "",
    kind: Annotated[
        str | None, typer.Option("--kind", help="The paper, where the file no longer tells.")
    ] = None,
    council: CouncilOption = None,
    decision: Annotated[
        str | None, typer.Option("--decision", help="in-principle or final, with --kind.")
    ] = None,
    exempt: Annotated[
        bool, typer.Option("--exempt", help="It is the exempt paper, with --kind.")
    ] = False,
    over_newer: Annotated[
        bool, typer.Option("--over-newer", help="Accept although a newer version was written.")
    ] = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Show what officers changed in a Word file of a paper; with --accept, publish that.

    Example: changeover read-back worked-2027 report.docx --accept --by "Monitoring officer"
    --reason "As approved on 16 June 2026"
    """
    from models.settings import settings
    from rules.errors import InputError
    from tasks.accepting import accept as accepting
    from tasks.reading_back import read_back as reading
    from tasks.writing import paper_named

    if show and accept:
        raise InputError("Both --show and --accept are asked for.", "one of them.", "show first.")
    day = today or doors.today()
    named = paper_named(reference, kind, council, decision, day, exempt=exempt) if kind else None
    found = reading(reference, file, day, named)
    taken = None
    if accept:
        actor = settings().actor
        taken = accepting(
            reference, found, file, day, actor, by=by, reason=reason, over_newer=over_newer
        )
    if as_json:
        print_json(_as_json(found, taken))
        return
    _print_found(found)
    if taken:
        _print_taken(taken)


def _as_json(found: Edited, taken: Accepted | None) -> dict[str, Any]:
    def line(each: Any) -> dict[str, str] | None:
        return vars(each) if each else None

    return {
        "paper": str(found.id),
        "version": found.number,
        "last_version": found.last,
        "differences": [
            {"where": d.where, "old": line(d.old), "new": line(d.new), "marked": d.marked}
            for d in found.differences
        ],
        "facts": [{**vars(each), "says": str(each)} for each in found.facts],
        "tracked_changes": [vars(each) for each in found.file.changes],
        "comments": [vars(each) for each in found.file.comments],
        "remarks": [vars(each) for each in found.file.remarks],
        "gaps": list(found.gaps),
        "stops": list(found.stops),
        "accepted": {
            "version": taken.number,
            "digest": taken.digest,
            "files": [str(path) for path in taken.files],
            "made_now": taken.made_now,
        }
        if taken
        else None,
    }


def _print_found(found: Edited) -> None:
    print_text(f"{found.id.words}, version {found.number}, as it came back from Word")
    if found.number != found.last:
        print_text(f"Version {found.last} was written since.")
    _print_differences(found)
    for heading, each in (
        ("Facts that were edited", [str(fact) for fact in found.facts]),
        ("Comments, which are no part of the paper", [_comment(c) for c in found.file.comments]),
        ("Kept, though it will look otherwise", [str(r) for r in _notes(found)]),
        ("To be put right before it can be accepted", list(found.stops)),
    ):
        if each:
            print_text(f"\n{heading}:")
        for text in each:
            print_text(f"- {text}")


def _print_differences(found: Edited) -> None:
    if not found.differences:
        print_text("Nothing was changed.")
    where = None
    for each in found.differences:
        if each.where != where:
            print_text(f"\n{each.where}")
            where = each.where
        line = each.new or each.old
        number = f"{line.number} " if line and line.number else ""
        print_text(f"  {number}{each.marked}")


def _print_taken(taken: Accepted) -> None:
    what = "Accepted as" if taken.made_now else "Accepted before as"
    print_text(f"\n{what} version {taken.number}, digest {taken.digest[:16]}")
    for path in taken.files:
        print_text(f"{'Wrote' if taken.made_now else 'Unchanged:'} {path}")


def _comment(comment: Any) -> str:
    return f"{comment.author}: {comment.text}"


def _notes(found: Edited) -> list[Any]:
    return [remark for remark in found.file.remarks if not remark.stops]


COMMANDS = [("read-back", read_back)]
