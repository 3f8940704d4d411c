"""What keeps the directory clean."""

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
