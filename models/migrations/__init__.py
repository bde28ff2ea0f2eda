"""Migrations of the tables, oldest first in `versions/`; run when a database is opened."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

HERE = Path(__file__).parent


def config() -> Config:
    """The Alembic configuration, for this package and for `alembic revision --autogenerate`."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    return made


def upgrade(engine: Engine) -> None:
    """The tables are as the newest migration has them; what was in them is kept."""
    made = config()
    with (
        engine.connect().execution_options(changeover_writes=True) as connection,
        connection.begin(),
    ):
        made.attributes["connection"] = connection
        command.upgrade(made, "head")
