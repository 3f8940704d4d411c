"""What the public directory shows, and events found by search."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    official = sa.text("official_for IS NOT NULL")
    op.create_index(
        "ix_comment_official",
        "comment",
        ["official_for", "published_at", "id"],
        sqlite_where=official,
        postgresql_where=official,
    )


def downgrade():
    """Go back."""
    op.drop_index("ix_comment_official", table_name="comment")
