"""an index by which the deadlines that come next are found, however many are watched"""

from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Only found faster."""
    op.create_index('ix_watch_limit_on', 'watch', ['limit_on'])
