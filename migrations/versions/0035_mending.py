"""What was found by trying it."""

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
