"""`export-plan`: the plan as a picture, a page, a calendar, a project file and tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import doors
from cli.doors import AsJson, Today, print_json
from rules.errors import UnknownName

if TYPE_CHECKING:
    from rules.timetable import Timetable


def export_plan(
    reference: Annotated[
        str,
        typer.Argument(metavar="REF", help="Reference, or a transition file, or an example."),
    ],
    formats: Annotated[
        str,
        typer.Option("--format", metavar="LIST", help="Of svg, html, ics, xml, csv and xlsx."),
    ] = "svg,html,ics,xml,csv,xlsx",
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where to write; made if need be.")
    ] = Path("."),
    keep: Annotated[
        bool,
        typer.Option("--keep", help="Keep it with the transition, in its log, not in --out."),
    ] = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Write the plan for people and for other programs: REF.svg, REF.ics and so on.

    Without --keep these are working copies, written anew each time. With --keep they are what was
    issued: claimed in the log, made once for each day and plan, and proved by their digest.

    Example: changeover export-plan worked-2027 --format svg,ics --out plans --today 2026-03-31
    """
    from models.reports import require, timetable_of
    from models.settings import settings
    from tasks.exports.formats import require_formats
    from tasks.exports.keeping import keep_plan

    wanted = require_formats(formats.split(","))
    if keep:
        require(reference)
    timetable = timetable_of(reference, today or doors.today())
    name = timetable.situation.reference
    if keep:
        written = keep_plan(timetable, wanted, settings().actor)
    else:
        written = _working_copies(timetable, wanted, out, _log_length(reference))
    if as_json:
        rows = [{"format": each, "path": str(path)} for each, path in written.items()]
        print_json({"reference": name, "files": rows})
        return
    for path in written.values():
        typer.echo(path)


def _working_copies(
    timetable: Timetable, wanted: Sequence[str], out: Path, log_length: int
) -> dict[str, Path]:
    from datetime import UTC, datetime

    from models.whole_file import write_whole
    from tasks.exports.formats import Stamp, exported

    stamp = Stamp(at=datetime.now(UTC).replace(microsecond=0), log_length=log_length)
    name = timetable.situation.reference
    return {
        ending: write_whole(out / f"{name}.{ending}", content)
        for ending, content in exported(timetable, wanted, stamp).items()
    }


def _log_length(reference: str) -> int:
    """How many entries the log has; none for a plan of a file, which is not kept."""
    from models.reports import log_of

    try:
        return len(log_of(reference))
    except UnknownName:
        return 0


COMMANDS = [export_plan]
