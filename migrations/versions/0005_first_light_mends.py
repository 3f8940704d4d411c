"""What is mended of the first tables."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
