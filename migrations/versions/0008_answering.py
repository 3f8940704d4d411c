"""What a respondent's draft and receipt need."""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""


def downgrade():
    """Go back."""
