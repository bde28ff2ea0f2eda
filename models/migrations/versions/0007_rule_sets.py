"""the rule files that each transition is planned by"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No transition is pinned yet; `models.rule_sets.pinning` does that once the tables stand."""
    op.create_table(
        'keptruleset',
        sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('files', sa.JSON(), nullable=False),
        sa.Column('first_seen_at', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint('digest'),
    )
    with op.batch_alter_table('transition') as batch:
        batch.add_column(
            sa.Column(
                'rule_set', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=''
            )
        )
