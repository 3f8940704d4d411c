"""Doubles of contacts, changes in bulk, and accounts linked by agreement."""

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
