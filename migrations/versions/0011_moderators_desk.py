"""The moderators' desk for several people at once."""

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
