"""Stakeholders: organisations in full, contacts, lists."""

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
