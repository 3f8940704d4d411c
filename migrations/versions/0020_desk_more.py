"""What the moderators' desk still wanted."""

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
