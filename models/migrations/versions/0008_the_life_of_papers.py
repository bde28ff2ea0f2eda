"""the life of papers: versions, clearance, comments, exemptions"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """A paper that an earlier release wrote is numbered on from there when it is next written."""
    _table(
        'paperversion',
        sa.Column('paper', text(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('meeting_on', sa.Date(), nullable=True),
        sa.Column('made_on', sa.Date(), nullable=False),
        sa.Column('digest', text(), nullable=False),
        sa.Column('made_from', sa.JSON(), nullable=True),
        sa.Column('gaps', sa.JSON(), nullable=True),
        sa.Column('made_by', text(), nullable=False),
        sa.Column('made_for', text(), nullable=False),
        sa.Column('files', sa.JSON(), nullable=True),
        sa.Column('locked_at_sequence', sa.Integer(), nullable=True),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.UniqueConstraint('transition_id', 'paper', 'number'),
    )
    _table(
        'clearance',
        sa.Column('paper', text(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('role', text(), nullable=False),
        sa.Column('office', text(), nullable=False),
        sa.Column('person', text(), nullable=False),
        sa.Column('asked_on', sa.Date(), nullable=False),
        sa.Column('asked_by', text(), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=True),
        sa.Column('state', text(), nullable=False),
        sa.Column('answered_on', sa.Date(), nullable=True),
        sa.Column('answered_by', text(), nullable=False),
        sa.Column('answered_for', text(), nullable=False),
        sa.Column('reason', text(), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.UniqueConstraint('transition_id', 'paper', 'number', 'role'),
    )
    _table(
        'papercomment',
        sa.Column('paper', text(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('role', text(), nullable=False),
        sa.Column('person', text(), nullable=False),
        sa.Column('given_on', sa.Date(), nullable=False),
        sa.Column('text', text(), nullable=False),
        sa.Column('outcome', text(), nullable=False),
        sa.Column('reason', text(), nullable=False),
        sa.Column('decided_on', sa.Date(), nullable=True),
        sa.Column('decided_by', text(), nullable=False),
        sa.Column('decided_for', text(), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.UniqueConstraint('transition_id', 'sequence'),
    )
    _table(
        'exemption',
        sa.Column('council', text(), nullable=False),
        sa.Column('name', text(), nullable=False),
        sa.Column('paragraph', sa.Integer(), nullable=False),
        sa.Column('public_interest', text(), nullable=False),
        sa.Column('said_by', text(), nullable=False),
        sa.Column('since_on', sa.Date(), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.UniqueConstraint('transition_id', 'council', 'name'),
    )
    _table(
        'keptpage',
        sa.Column('digest', text(), nullable=False),
        sa.Column('page', sa.Text(), nullable=False),
        sa.UniqueConstraint('transition_id', 'digest'),
    )


def _table(name, *columns) -> None:
    """A table of a transition's own rows."""
    op.create_table(
        name,
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('transition_id', sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(['transition_id'], ['transition.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(op.f(f'ix_{name}_transition_id'), name, ['transition_id'], unique=False)
