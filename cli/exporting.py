"""`export-plan`: the plan as a picture, a page, a calendar, a project file and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import doors
from cli.doors import AsJson, Today, print_json
from rules.errors import InputError, OutsideError, UnknownName


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
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Write the plan for people and for other programs: REF.svg, REF.ics and so on.

    Example: changeover export-plan worked-2027 --format svg,ics --out plans --today 2026-03-31
    """
    from datetime import UTC, datetime

    from models.reports import timetable_of
    from tasks.exports.formats import Stamp, exported, require_formats

    wanted = require_formats(formats.split(","))
    timetable = timetable_of(reference, today or doors.today())
    stamp = Stamp(at=datetime.now(UTC).replace(microsecond=0), log_length=_log_length(reference))
    made = exported(timetable, wanted, stamp)
    name = timetable.situation.reference
    written = {
        ending: write_whole(out / f"{name}.{ending}", content) for ending, content in made.items()
    }
    if as_json:
        rows = [{"format": each, "path": str(path)} for each, path in written.items()]
        print_json({"reference": name, "files": rows})
        return
    for path in written.values():
        typer.echo(path)


def write_whole(path: Path, content: bytes) -> Path:
    """The file as it should be: a reader finds the old one or the new one, never a part.

    Raises: InputError where the folder cannot be one; OutsideError where nothing can be written.
    """
    draft = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except (FileExistsError, NotADirectoryError) as error:
        raise InputError(
            f"{path.parent} is not a folder.", "a folder, or a name not yet used.", "name another."
        ) from error
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise OutsideError(
            f"{path} cannot be written: {error.strerror}.", "a folder to write in.", "see --out."
        ) from error
    return path


def _log_length(reference: str) -> int:
    """How many entries the log has; none for a plan of a file, which is not kept."""
    from models.reports import log_of

    try:
        return len(log_of(reference))
    except UnknownName:
        return 0


COMMANDS = [export_plan]
