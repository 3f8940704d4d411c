"""Consent, notices, newsletters and what comes back."""

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
