"""Migrations of the tables, oldest first in `versions/`; run when a database is opened.

Before one is added, `tests/engine/released/recording.py` records what the release before it leaves.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, MetaData
from sqlmodel import Session

from models.database import SCHEMA, reshaping, revision
from models.migrations.keeping import keep_as_it_was
from models.rule_sets import pin_all
from rules.errors import StateError

HERE = Path(__file__).parent


def config() -> Config:
    """The Alembic configuration, for this package and for `alembic revision --autogenerate`."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    return made


def revisions() -> list[str]:
    """Every revision that this release knows, oldest first."""
    found = ScriptDirectory.from_config(config()).walk_revisions()
    return [script.revision for script in found][::-1]


def upgrade(engine: Engine) -> None:
    """The tables are as the newest migration has them; what was in them is kept.

    All of it, or nothing; a SQLite file is copied first, beside itself, as it was. Raises:
    StateError when a newer release made the tables; OutsideError.
    """
    with reshaping(engine) as connection:
        found = revision(connection)
        if found == SCHEMA:
            return
        if found in revisions():
            keep_as_it_was(engine, found)
        modernise(connection)


def modernise(connection: Connection) -> None:
    """The tables are as the newest migration has them, and every transition names its rule set.

    In the caller's transaction. Raises: StateError.
    """
    bring_to(connection, "head")
    with Session(connection) as session:
        pin_all(session)
        session.flush()


def bring_to(connection: Connection, wanted: str) -> None:
    """The tables are as that revision has them, in the caller's transaction. Raises: StateError."""
    made = config()
    made.attributes["connection"] = connection
    try:
        command.upgrade(made, wanted)
    except CommandError as error:
        raise StateError(
            f"The tables of this database are of a revision unknown here: {error}.",
            "a database made by this release or an older one.",
            "install the release that made it, or a newer one.",
        ) from error


def rebuild(connection: Connection, wanted: str) -> None:
    """The tables, which hold nothing, are made again as that revision had them."""
    there = MetaData()
    there.reflect(connection)
    there.drop_all(connection)
    bring_to(connection, wanted)
