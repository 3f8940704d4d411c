"""What First light still wanted."""

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
