"""A backup put back: all of it, into a database and a papers folder that hold nothing yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from models.archive.backup import KIND, PAPERS, TABLES, refuse_broken_logs
from models.archive.papers import put_in_place, refuse_other_papers
from models.archive.rows import insert
from models.archive.unsealed import Unsealed, refused, unsealed
from models.database import SCHEMA, database, reshaping
from models.migrations import modernise, rebuild, revisions
from rules.errors import StateError


def restore(path: Path) -> dict[str, Any]:
    """The backup is in the database and the papers folder; what was in it.

    All of it, or nothing. Where a restore was cut short after its papers were in place, doing it
    again finishes it. Raises: BadFile with every fault; LogBroken; StateError when there is
    something already, or a newer release made the backup; OutsideError.
    """
    with unsealed(path, KIND, _is_known) as backup:
        _refuse_newer(path, backup)
        papers = {
            name.removeprefix(PAPERS): name for name in backup.names if name.startswith(PAPERS)
        }
        refuse_other_papers(backup, papers)
        with put_in_place(backup, papers) as place, reshaping(database()) as connection:
            _refuse_rows(connection)
            try:
                _fill(connection, backup)
            except (ValueError, IntegrityError) as error:
                raise refused(path, [str(getattr(error, "orig", error))]) from error
            refuse_broken_logs(Session(connection))
            place()
        return {key: backup.manifest[key] for key in ("made_at", "schema", "rows", "papers")}


def _is_known(name: str) -> bool:
    table = name.removeprefix(TABLES)
    return name.startswith(PAPERS) or (
        table != name and "/" not in table and table.endswith(".jsonl")
    )


def _refuse_newer(path: Path, backup: Unsealed) -> None:
    schema = backup.manifest.get("schema")
    if schema not in revisions():
        raise StateError(
            f"{path} was made by a newer release: its tables are of revision {schema!r}.",
            f"a backup of this release ({SCHEMA}) or of an older one.",
            "install the release that made it, or a newer one.",
        )


def _refuse_rows(connection: Connection) -> None:
    for table in SQLModel.metadata.sorted_tables:
        count = connection.execute(select(func.count()).select_from(table)).scalar()
        if count:
            raise StateError(
                f"The database holds something already: {count} rows in {table.name}.",
                "an empty database: a restore overwrites nothing.",
                "set CHANGEOVER_DATABASE_URL or CHANGEOVER_HOME to a new place; or move the old "
                "database away.",
            )


def _fill(connection: Connection, backup: Unsealed) -> None:
    """Every row is in its table; those of an older release in the tables of then, brought up.

    Raises: ValueError, IntegrityError.
    """
    schema = backup.manifest["schema"]
    if schema != SCHEMA:
        rebuild(connection, schema)
    tables = _tables(connection, schema)
    strange = {name for name in backup.names if name.startswith(TABLES)} - {
        f"{TABLES}{table.name}.jsonl" for table in tables
    }
    if strange:
        raise ValueError(f"no table takes {', '.join(sorted(strange))}")
    for table in tables:
        insert(connection, table, backup.rows(f"{TABLES}{table.name}.jsonl"))
    if schema != SCHEMA:
        modernise(connection)


def _tables(connection: Connection, schema: str) -> list[Table]:
    if schema == SCHEMA:
        return list(SQLModel.metadata.sorted_tables)
    then = MetaData()
    then.reflect(connection)
    return [table for table in then.sorted_tables if table.name != "alembic_version"]
