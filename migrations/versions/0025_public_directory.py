"""What the public directory shows, and events found by search."""

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
