"""people, which steps they hold, and who stands in for whom"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def _text() -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    """Nobody is known yet, and every step is its owners'."""
    op.create_table(
        'person',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', _text(), nullable=False),
        sa.Column('also', sa.JSON(), nullable=False),
        sa.Column('roles', sa.JSON(), nullable=False),
        sa.Column('council', _text(), nullable=False),
        sa.Column('email', _text(), nullable=False),
        sa.Column('manager', _text(), nullable=False),
        sa.Column('left_on', sa.Date(), nullable=True),
        sa.Column('changed_by', _text(), nullable=False),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('name'),
    )
    op.create_table(
        'assignment',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('transition_id', sa.Integer(), nullable=False),
        sa.Column('key', _text(), nullable=False),
        sa.Column('council', _text(), nullable=False),
        sa.Column('person', _text(), nullable=False),
        sa.Column('since_on', sa.Date(), nullable=False),
        sa.Column('ended', _text(), nullable=False),
        sa.Column('until_on', sa.Date(), nullable=True),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['transition_id'], ['transition.id']),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('transition_id', 'key', 'council', 'sequence'),
    )
    op.create_index('ix_assignment_transition_id', 'assignment', ['transition_id'])
    op.create_index(
        'assignment_held',
        'assignment',
        ['person'],
        sqlite_where=sa.text("ended = ''"),
        postgresql_where=sa.text("ended = ''"),
    )
    op.create_table(
        'standin',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('transition_id', sa.Integer(), nullable=False),
        sa.Column('absent', _text(), nullable=False),
        sa.Column('deputy', _text(), nullable=False),
        sa.Column('from_on', sa.Date(), nullable=False),
        sa.Column('until_on', sa.Date(), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['transition_id'], ['transition.id']),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('transition_id', 'sequence'),
    )
    for column in ('transition_id', 'absent', 'deputy'):
        op.create_index(f'ix_standin_{column}', 'standin', [column])
