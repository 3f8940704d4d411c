"""Newsletters and the letters to staff."""

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
