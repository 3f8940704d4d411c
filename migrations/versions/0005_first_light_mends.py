"""What is mended of the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    """Let an update wait for its moment."""
    op.add_column("publication", sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("publication", sa.Column("next_revision", sa.Integer(), nullable=True))
    op.add_column("publication", sa.Column("next_title", sa.Text(), nullable=False, server_default=""))
    op.add_column("publication", sa.Column("next_standfirst", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_publication_next_at", "publication", ["next_at"])
    op.create_index("ix_ledger_entry_at", "ledger_entry", ["at", "id"])
    op.create_index("ix_ledger_entry_verb", "ledger_entry", ["verb", "at", "id"])
    op.create_index("ix_ledger_entry_actor", "ledger_entry", ["actor_id", "at", "id"])
    op.create_table(
        "browser_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_browser_session_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_browser_session")),
        sa.UniqueConstraint("key", name=op.f("uq_browser_session_key")),
    )
    op.create_index(op.f("ix_browser_session_account_id"), "browser_session", ["account_id"])
    op.create_index(op.f("ix_browser_session_began_at"), "browser_session", ["began_at"])
    op.create_table(
        "redrawing",
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_redrawing")),
    )
    with op.batch_alter_table("topic") as topic:
        topic.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        topic.create_foreign_key(op.f("fk_topic_merged_into_id_topic"), "topic", ["merged_into_id"], ["id"])


def downgrade():
    """Forget what waits."""
    op.drop_table("redrawing")
    op.drop_table("browser_session")
    for name in ("actor", "verb", "at"):
        op.drop_index(f"ix_ledger_entry_{name}", "ledger_entry")
    with op.batch_alter_table("topic") as topic:
        topic.drop_constraint(op.f("fk_topic_merged_into_id_topic"), type_="foreignkey")
        topic.drop_column("merged_into_id")
    op.drop_index("ix_publication_next_at", "publication")
    for column in ("next_standfirst", "next_title", "next_revision", "next_at"):
        op.drop_column("publication", column)
