"""What asking still wanted."""

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
