"""What asking well needs beside the questions."""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
