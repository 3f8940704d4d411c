"""Imports of contacts and areas on pages."""

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
