"""messages in an outbox, how each effect stands, who is making one"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """Effects kept so far are files, or notes that have none; settled or claimed."""
    with op.batch_alter_table('effect') as batch:
        for name, given in (('channel', 'file'), ('state', 'claimed'), ('state_at', ''), ('error', '')):
            batch.add_column(sa.Column(name, TEXT(), nullable=False, server_default=given))
        batch.add_column(sa.Column('tries', sa.Integer(), nullable=False, server_default='0'))
        batch.add_column(sa.Column('again', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column('parts', sa.JSON(), nullable=False, server_default='{}'))
        batch.create_index('ix_effect_state', ['state'])
    op.execute("update effect set channel = 'log' where path = ''")
    op.execute("update effect set state = 'settled' where settled_at_sequence is not null")
    op.execute(
        "update effect set state_at = (select at from logentry"
        " where logentry.transition_id = effect.transition_id"
        " and sequence = coalesce(settled_at_sequence, claimed_at_sequence))"
        " where exists (select 1 from logentry"
        " where logentry.transition_id = effect.transition_id"
        " and sequence = coalesce(settled_at_sequence, claimed_at_sequence))"
    )
    op.create_table(
        'lease',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('transition_id', sa.Integer(), sa.ForeignKey('transition.id'), nullable=False),
        *(sa.Column(name, TEXT(), nullable=False) for name in ('key', 'holder', 'held_until')),
        sa.UniqueConstraint('transition_id', 'key'),
    )
    op.create_index('ix_lease_transition_id', 'lease', ['transition_id'])
    names = ('key', 'kind', 'council', 'role', 'address', 'subject', 'body')
    op.create_table(
        'postedmessage',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('transition_id', sa.Integer(), sa.ForeignKey('transition.id'), nullable=False),
        *(sa.Column(name, TEXT(), nullable=False) for name in names),
        sa.Column('attachments', sa.JSON(), nullable=False),
        sa.Column('posted_at', TEXT(), nullable=False),
        sa.UniqueConstraint('transition_id', 'key'),
    )
    op.create_index('ix_postedmessage_transition_id', 'postedmessage', ['transition_id'])
