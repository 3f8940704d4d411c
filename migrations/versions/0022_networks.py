"""Networks and panels, and the yearly check of entries."""

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
