"""A SQLite file kept as it was before its tables are changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Engine

from models.failing import mapped
from models.interruption import write_point
from models.whole_file import put_in_place


def keep_as_it_was(engine: Engine, revision: str) -> Path | None:
    """A copy of the file, named after the revision of its tables, is beside it; where it is.

    None for a database that is no file. A copy of that name is left as it is: it is older.
    Raises: OutsideError when there is no room for it.
    """
    name = engine.url.database
    if engine.name != "sqlite" or not name or name == ":memory:":
        return None
    kept = Path(f"{name}.before-upgrade-from-{revision}")
    if kept.exists():
        return kept
    draft = kept.with_name(f"{kept.name}.part")
    with mapped(OSError):
        draft.unlink(missing_ok=True)
        try:
            _copy(Path(name), draft)
            write_point("draft-written")
            put_in_place(draft, kept)
        finally:
            draft.unlink(missing_ok=True)
    return kept


def _copy(file: Path, to: Path) -> None:
    source, target = sqlite3.connect(file), sqlite3.connect(to)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
