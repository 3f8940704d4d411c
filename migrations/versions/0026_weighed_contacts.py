"""Contacts in mapping and reach."""

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
