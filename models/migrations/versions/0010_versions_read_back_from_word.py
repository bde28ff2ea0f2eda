"""versions of papers that were read back from a Word file"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every version until now was written from facts."""
    with op.batch_alter_table('paperversion') as batch:
        for name in ('word_digest', 'reason'):
            batch.add_column(
                sa.Column(
                    name, sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=''
                )
            )
