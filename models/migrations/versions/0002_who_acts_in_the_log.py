"""who acts in the log: role, on whose behalf, why"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Entries kept so far are of form 1: their digests cover none of the new columns."""
    with op.batch_alter_table('logentry') as batch:
        for name in ('role', 'on_behalf_of', 'reason'):
            batch.add_column(
                sa.Column(
                    name, sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=''
                )
            )
        batch.add_column(sa.Column('form', sa.Integer(), nullable=False, server_default='1'))
