"""Run by Alembic, on the connection that `models.migrations.upgrade` hands it."""

from alembic import context
from sqlmodel import SQLModel

import models.tables  # noqa: F401

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
