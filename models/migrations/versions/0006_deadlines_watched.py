"""deadlines that are watched, and whom the check told of them"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

UNWATCHED = 'live AND watched_length <> log_length'


def _text() -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    """Nothing is watched yet: the first check works every deadline out."""
    with op.batch_alter_table('transition') as batch:
        batch.add_column(
            sa.Column('watched_length', sa.Integer(), nullable=False, server_default='-1')
        )
        batch.add_column(sa.Column('look_again_on', sa.Date(), nullable=True))
    op.create_index('ix_transition_look_again_on', 'transition', ['look_again_on'])
    op.create_index(
        'transition_unwatched',
        'transition',
        ['id'],
        sqlite_where=sa.text(UNWATCHED),
        postgresql_where=sa.text(UNWATCHED),
    )
    op.create_table(
        'watch',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('transition_id', sa.Integer(), nullable=False),
        sa.Column('step', _text(), nullable=False),
        sa.Column('council', _text(), nullable=False),
        sa.Column('name', _text(), nullable=False),
        sa.Column('owners', sa.JSON(), nullable=True),
        sa.Column('rule', _text(), nullable=True),
        sa.Column('limit_on', sa.Date(), nullable=False),
        sa.Column('safe_on', sa.Date(), nullable=True),
        sa.Column('is_law', sa.Boolean(), nullable=False),
        sa.Column('arithmetic', _text(), nullable=False),
        sa.Column('levels', sa.JSON(), nullable=True),
        sa.Column('next_level', _text(), nullable=True),
        sa.Column('next_on', sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(['transition_id'], ['transition.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_watch_transition_id', 'watch', ['transition_id'])
    op.create_index('ix_watch_next_on', 'watch', ['next_on'])
    op.create_table(
        'alert',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('transition_id', sa.Integer(), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.Column('step', _text(), nullable=False),
        sa.Column('council', _text(), nullable=False),
        sa.Column('level', _text(), nullable=False),
        sa.Column('whom', _text(), nullable=False),
        sa.Column('limit_on', sa.Date(), nullable=False),
        sa.Column('rule', _text(), nullable=True),
        sa.Column('says', _text(), nullable=False),
        sa.Column('reached_on', sa.Date(), nullable=False),
        sa.Column('raised_on', sa.Date(), nullable=False),
        sa.Column('escalate_on', sa.Date(), nullable=True),
        sa.Column('closed_by_act', _text(), nullable=False),
        sa.Column('closed_by', _text(), nullable=False),
        sa.ForeignKeyConstraint(['transition_id'], ['transition.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_alert_transition_id', 'alert', ['transition_id'])
    op.create_index(
        'alert_to_escalate',
        'alert',
        ['escalate_on'],
        sqlite_where=sa.text("closed_by_act = ''"),
        postgresql_where=sa.text("closed_by_act = ''"),
    )
    op.create_table(
        'deadlinecheck',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('checked_on', sa.Date(), nullable=False),
        sa.Column('raised', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('checked_on'),
    )
