"""What the public directory shows, and events found by search."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TOKENS = "tokenize='porter unicode61 remove_diacritics 2'"
SQLITE = (f"CREATE VIRTUAL TABLE search_index_event USING fts5(title, summary, words, {TOKENS})",)
POSTGRESQL = (
    """
    CREATE TABLE search_index_event (
        engagement_id integer PRIMARY KEY,
        title text NOT NULL,
        summary text NOT NULL,
        words text NOT NULL,
        document tsvector NOT NULL GENERATED ALWAYS AS (
            setweight(to_tsvector('english', title), 'A')
            || setweight(to_tsvector('english', summary), 'B')
            || setweight(to_tsvector('english', left(words, 600000)), 'C')
        ) STORED
    )
    """,
    "CREATE INDEX search_index_event_document ON search_index_event USING gin (document)",
)


def upgrade():
    """Go forward; the events that are public can be looked for."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        op.execute(statement)
    op.execute(
        f"INSERT INTO search_index_event ({'engagement_id' if is_postgresql else 'rowid'}, title, summary, words) "  # noqa: S608 - fixed names
        "SELECT engagement.id, title, summary, "
        "place || ' ' || access || ' ' || called_off_reason || ' ' || heard "
        "FROM engagement JOIN public_event ON engagement_id = engagement.id WHERE listed_at IS NOT NULL"
    )
    op.add_column("public_event", sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True))
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
    op.drop_column("public_event", "updated_at")
    op.execute("DROP TABLE search_index_event")
    op.drop_table("group_suggestion")
    op.drop_index("ix_comment_official", table_name="comment")
    op.drop_index(op.f("ix_network_slug"), table_name="network")
    op.drop_column("network", "slug")
    op.drop_column("network_member", "is_named")
    for table in ("network_meeting", "network"):
        op.drop_column(table, "is_public")
