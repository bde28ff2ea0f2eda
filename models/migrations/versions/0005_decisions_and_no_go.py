"""the life of a decision, and what makes a no-go good"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()


def _id() -> sa.Column:
    return sa.Column('id', sa.Integer(), nullable=False)


def _text(name: str) -> sa.Column:
    return sa.Column(name, _TEXT, nullable=False)


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def _day(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _table(name: str, *columns: sa.Column, unique: tuple[str, ...]) -> None:
    """A table of rows that belong to a transition, one for each of `unique`."""
    op.create_table(
        name,
        _id(),
        _number('transition_id'),
        *columns,
        _number('sequence'),
        sa.ForeignKeyConstraint(['transition_id'], ['transition.id']),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('transition_id', *unique),
    )
    op.create_index(op.f(f'ix_{name}_transition_id'), name, ['transition_id'])


def upgrade() -> None:
    """Decisions taken so far were published or not, and never called in."""
    with op.batch_alter_table('decision') as batch:
        for name in (
            *('waived_on', 'called_in_on', 'released_on', 'referred_back_on', 'reheard_on'),
        ):
            batch.add_column(_day(name, nullable=True))
        batch.add_column(sa.Column('reheard', _TEXT, nullable=True))
    named = (_text('decision'), _text('council'), _number('number'))
    met = (_day('met_on', nullable=True), _text('met_by'), _text('evidence'))
    _table(
        'decisioncondition', *named, _text('text'), *met,
        unique=('decision', 'council', 'number'),
    )
    said = (_text('council'), _text('outcome'), _day('decided_on'), _text('by'), _text('evidence'))
    _table('gonogo', *said, _number('round'), unique=('council',))
    _table(
        'nogo', _number('round'), _text('council'), _day('decided_on'), _day('from_on'), _day('until_on'),
        _text('reason'), unique=('round',),
    )
    closed = (_day('closed_on', nullable=True), _text('closed_by'), _text('evidence'))
    part = (_number('round'), _text('key'), _text('party'), _text('status'))
    _table('compensation', *part, *closed, unique=('round', 'key', 'party'))
