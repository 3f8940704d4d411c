"""Engagements, promises, mapping and reach."""

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
