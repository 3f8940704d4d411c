"""Newsletters and the letters to staff."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "newsletter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("renderer", sa.Integer(), nullable=False),
        sa.Column(
            "target_kind",
            sa.Enum(
                "everything",
                "publication",
                "topic",
                "area",
                "organisation",
                name="target_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["begun_by"], ["account.id"], name=op.f("fk_newsletter_begun_by_account")),
        sa.ForeignKeyConstraint(["run_id"], ["mail_run.id"], name=op.f("fk_newsletter_run_id_mail_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_newsletter")),
    )
    with op.batch_alter_table("newsletter", schema=None) as batch_op:
        batch_op.create_index(
            "ix_newsletter_send_at",
            ["send_at"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )

    op.create_table(
        "newsletter_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newsletter_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["newsletter_id"], ["newsletter.id"], name=op.f("fk_newsletter_item_newsletter_id_newsletter")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_newsletter_item_publication_id_publication")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_newsletter_item")),
        sa.UniqueConstraint(
            "newsletter_id",
            "publication_id",
            "anchor",
            name=op.f("uq_newsletter_item_newsletter_id_publication_id_anchor"),
        ),
    )
    with op.batch_alter_table("newsletter_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_newsletter_item_newsletter_id"), ["newsletter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_newsletter_item_publication_id"), ["publication_id"], unique=False)

    with op.batch_alter_table("mail_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title", sa.Text(), server_default="", nullable=False))

    op.execute(
        "INSERT INTO notice_objection (subscriber_id, kind, at) "
        "SELECT id, 'replies', replies_stopped_at FROM subscriber WHERE replies_stopped_at IS NOT NULL"
    )
    with op.batch_alter_table("subscriber", schema=None) as batch_op:
        batch_op.drop_column("replies_stopped_at")


def downgrade():
    """Go back."""
    with op.batch_alter_table("subscriber", schema=None) as batch_op:
        batch_op.add_column(sa.Column("replies_stopped_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE subscriber SET replies_stopped_at = (SELECT at FROM notice_objection "
        "WHERE subscriber_id = subscriber.id AND kind = 'replies')"
    )
    op.execute("DELETE FROM notice_objection WHERE kind = 'replies'")

    with op.batch_alter_table("mail_run", schema=None) as batch_op:
        batch_op.drop_column("title")

    with op.batch_alter_table("newsletter_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_newsletter_item_publication_id"))
        batch_op.drop_index(batch_op.f("ix_newsletter_item_newsletter_id"))

    op.drop_table("newsletter_item")
    with op.batch_alter_table("newsletter", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_newsletter_send_at",
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )

    op.drop_table("newsletter")
