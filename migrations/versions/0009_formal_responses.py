"""Organisations that respond, and published responses."""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
