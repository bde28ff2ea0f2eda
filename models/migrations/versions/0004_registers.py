"""registers of assets, licences, contracts, posts and risks"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        'heldregister',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('transition_id', sa.Integer(), nullable=False),
        sa.Column('name', text(), nullable=False),
        sa.Column('file', text(), nullable=False),
        sa.Column('file_digest', text(), nullable=False),
        sa.Column('rows', sa.Integer(), nullable=False),
        sa.Column('digest', text(), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['transition_id'], ['transition.id']),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('transition_id', 'name'),
    )
    op.create_index('ix_heldregister_transition_id', 'heldregister', ['transition_id'])
    op.create_table(
        'registerrow',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('transition_id', sa.Integer(), nullable=False),
        sa.Column('name', text(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('cells', text(), nullable=False),
        sa.ForeignKeyConstraint(['transition_id'], ['transition.id']),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('transition_id', 'name', 'number'),
    )
    op.create_index('ix_registerrow_transition_id', 'registerrow', ['transition_id'])
