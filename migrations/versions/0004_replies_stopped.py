"""A subscriber can stop the messages about replies."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    """Add when they were stopped."""
    op.add_column("subscriber", sa.Column("replies_stopped_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    """Forget it."""
    op.drop_column("subscriber", "replies_stopped_at")
