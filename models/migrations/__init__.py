"""Migrations of the tables, oldest first in `versions/`; run when a database is opened."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine

from models.database import take_turns
from rules.errors import StateError

HERE = Path(__file__).parent


def config() -> Config:
    """The Alembic configuration, for this package and for `alembic revision --autogenerate`."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    return made


def upgrade(engine: Engine) -> None:
    """The tables are as the newest migration has them; what was in them is kept.

    Raises: StateError when a newer release made them.
    """
    made = config()
    with (
        engine.connect().execution_options(changeover_writes=True) as connection,
        connection.begin(),
    ):
        take_turns(connection)
        made.attributes["connection"] = connection
        try:
            command.upgrade(made, "head")
        except CommandError as error:
            raise StateError(
                f"The tables of this database are of a revision unknown here: {error}.",
                "a database made by this release or an older one.",
                "install the release that made it, or a newer one.",
            ) from error
