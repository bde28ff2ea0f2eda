"""`backup`, `restore`, `export` and `import`: the whole database, or one transition, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import AsJson, Reference, Today, print_json, print_text
from rules.arithmetic import plural

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a zip file.")]


def backup(file: BackupFile, as_json: AsJson = False) -> None:
    """Write everything that is kept, and the papers, to one file, while others go on working.

    Example: changeover backup backups/2026-11-30.zip
    """
    from models.archive.backup import back_up

    about = {"file": str(file), **back_up(file)}
    print_json(about) if as_json else print_text(f"{file}: {_counted(about)}.")


def restore(file: BackupFile, as_json: AsJson = False) -> None:
    """Put a backup back, into a database and a papers folder that hold nothing yet.

    Example: changeover restore backups/2026-11-30.zip
    """
    from models.archive.restore import restore as put_back

    about = {"file": str(file), **put_back(file)}
    if as_json:
        print_json(about)
    else:
        print_text(f"Restored the backup of {about['made_at']}: {_counted(about)}.")


def export(
    reference: Reference,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to; REF.zip unless given.")
    ] = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Write one transition to a zip that can be read and checked without this product.

    Log, facts, steps, decisions, evidence, plan, papers and letters, and the head of the chain.

    Example: changeover export worked-2027 --out worked-2027.zip
    """
    from models.archive.export import export as write_export

    file = out or Path(f"{reference}.zip")
    about = {"file": str(file), **write_export(reference, file, today or doors.today())}
    if as_json:
        print_json(about)
        return
    log = about["log"]
    entries, files = plural(log["entries"], "log entry"), plural(about["files"], "paper")
    print_text(f"{file}: {entries} and {files}.")
    print_text(f"Head of the chain: {log['head']}")
    for name, why in about["left_out"].items():
        print_text(f"Left out: {name} {why}.")


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A zip that export wrote.")],
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Take in a transition that was exported elsewhere, once all of it is proved.

    Example: changeover import worked-2027.zip
    """
    from models.archive.importing import import_transition
    from models.settings import settings

    day = today or doors.today()
    about = import_transition(file, today=day, actor=settings().actor)
    if as_json:
        print_json({"file": str(file), **about})
        return
    log = about["log"]
    print_text(
        f"Took in {about['reference']}: {plural(log['entries'], 'log entry')}, head {log['head']}."
    )
    for name in about["left_in_the_zip"]:
        print_text(f"Left in the zip, since it lay outside the papers folder: {name}")
    if about["messages_waiting"]:
        print_text(
            f"{plural(about['messages_waiting'], 'message')} to go out; send them from here, "
            "or from where this was exported, not from both."
        )


def _counted(about: dict[str, Any]) -> str:
    rows = about["rows"]
    return (
        f"{plural(rows['transition'], 'transition')}, {plural(rows['logentry'], 'log entry')} and "
        f"{plural(about['papers'], 'paper')}; every chain holds"
    )


COMMANDS = [backup, restore, export, ("import", import_file)]
