"""What a record said before, and which records look alike."""

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade():
    """Nothing yet."""


def downgrade():
    """Nothing yet."""
