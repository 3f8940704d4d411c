"""Runs, messages and deliveries that are exact."""

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
