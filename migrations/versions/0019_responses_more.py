"""What answering and responses still wanted."""

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
