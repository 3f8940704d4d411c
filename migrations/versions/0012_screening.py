"""Rules that hold or flag, and casework."""

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
