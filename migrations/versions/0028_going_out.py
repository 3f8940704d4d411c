"""What leaves the directory."""

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade():
    """Nothing yet."""


def downgrade():
    """Nothing yet."""
