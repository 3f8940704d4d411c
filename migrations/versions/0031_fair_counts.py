"""Counts that give nobody away."""

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade():
    """Nothing yet."""


def downgrade():
    """Nothing yet."""
