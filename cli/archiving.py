"""`backup`, `restore`, `export` and `import`: the whole database, or one transition, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.doors import AsJson, print_json, print_text

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

    Example: CHANGEOVER_HOME=/srv/changeover changeover restore backups/2026-11-30.zip
    """
    from models.archive.restore import restore as put_back

    about = {"file": str(file), **put_back(file)}
    if as_json:
        print_json(about)
    else:
        print_text(f"Restored the backup of {about['made_at']}: {_counted(about)}.")


def _counted(about: dict[str, object]) -> str:
    rows = about["rows"]
    assert isinstance(rows, dict)
    return (
        f"{rows['transition']} transitions, {rows['logentry']} log entries and "
        f"{about['papers']} papers; every chain holds"
    )


COMMANDS = [backup, restore]
