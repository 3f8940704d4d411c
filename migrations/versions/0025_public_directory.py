"""What the public directory shows, and events found by search."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    for table in ("network", "network_meeting"):
        op.add_column(table, sa.Column("is_public", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("network_member", sa.Column("is_named", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("network", sa.Column("slug", sa.Text(), nullable=True))
    op.create_index(op.f("ix_network_slug"), "network", ["slug"], unique=True)
    op.create_table(
        "group_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_group_suggestion_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_group_suggestion_settled_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_suggestion")),
    )
    waiting = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_group_suggestion_waiting", "group_suggestion", ["id"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index("ix_group_suggestion_key", "group_suggestion", ["name_key"])
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
    op.drop_table("group_suggestion")
    op.drop_index("ix_comment_official", table_name="comment")
    op.drop_index(op.f("ix_network_slug"), table_name="network")
    op.drop_column("network", "slug")
    op.drop_column("network_member", "is_named")
    for table in ("network_meeting", "network"):
        op.drop_column(table, "is_public")
