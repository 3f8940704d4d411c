"""What two people change in the same instant."""

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
