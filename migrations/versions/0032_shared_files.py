"""Files of submissions that are taken in and made, as other files are."""

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
