"""Exports, imports and entered answers."""

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
