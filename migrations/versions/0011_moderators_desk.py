"""The moderators' desk for several people at once."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "bulk_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "approved",
                "rejected",
                "hidden",
                "restored",
                "redacted",
                "kept",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason_key", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "done",
                "undoing",
                "undone",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settles_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_bulk_decision_account_id_account")),
        sa.ForeignKeyConstraint(
            ["reason_key"], ["moderation_reason.key"], name=op.f("fk_bulk_decision_reason_key_moderation_reason")
        ),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name=op.f("fk_bulk_decision_undone_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_decision")),
    )
    with op.batch_alter_table("bulk_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_decision_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_bulk_decision_state", ["state", "leased_until"], unique=False)

    op.create_table(
        "moderation_lease",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_moderation_lease_account_id_account")),
        sa.PrimaryKeyConstraint("kind", "subject_id", name=op.f("pk_moderation_lease")),
    )
    with op.batch_alter_table("moderation_lease", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moderation_lease_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moderation_lease_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "moderation_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_moderation_view_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_view")),
        sa.UniqueConstraint("account_id", "label", name=op.f("uq_moderation_view_account_id_label")),
    )
    op.create_table(
        "comment_waiting_count",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "comment",
                "reply",
                "guest",
                "edit",
                "report",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_comment_waiting_count_publication_id_publication")
        ),
        sa.PrimaryKeyConstraint("publication_id", "kind", name=op.f("pk_comment_waiting_count")),
    )
    op.create_table(
        "moderation_day_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_moderation_day_count_publication_id_publication")
        ),
        sa.PrimaryKeyConstraint("day", "publication_id", "what", "key", name=op.f("pk_moderation_day_count")),
    )
    op.create_table(
        "bulk_item",
        sa.Column("bulk_id", sa.Integer(), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bulk_id"], ["bulk_decision.id"], name=op.f("fk_bulk_item_bulk_id_bulk_decision")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_bulk_item_comment_id_comment")),
        sa.PrimaryKeyConstraint("bulk_id", "comment_id", name=op.f("pk_bulk_item")),
    )
    with op.batch_alter_table("bulk_item", schema=None) as batch_op:
        batch_op.create_index("ix_bulk_item_open", ["bulk_id", "settled", "comment_id"], unique=False)

    op.create_table(
        "comment_waiting",
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "comment",
                "reply",
                "guest",
                "edit",
                "report",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("likeness", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_waiting_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_comment_waiting_publication_id_publication")
        ),
        sa.PrimaryKeyConstraint("comment_id", "kind", name=op.f("pk_comment_waiting")),
    )
    with op.batch_alter_table("comment_waiting", schema=None) as batch_op:
        batch_op.create_index("ix_comment_waiting_held", ["held", "since", "comment_id"], unique=False)
        batch_op.create_index("ix_comment_waiting_kind", ["kind", "since", "comment_id"], unique=False)
        batch_op.create_index("ix_comment_waiting_language", ["language", "since", "comment_id"], unique=False)
        batch_op.create_index(
            "ix_comment_waiting_likeness", ["likeness", "publication_id", "since", "comment_id"], unique=False
        )
        batch_op.create_index("ix_comment_waiting_publication", ["publication_id", "since", "comment_id"], unique=False)
        batch_op.create_index("ix_comment_waiting_since", ["since", "comment_id", "kind"], unique=False)

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settles_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("waited", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("change", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("bulk_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("undone_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("undone_entry_id", sa.BigInteger(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_decision_account_id"))
        batch_op.create_index("ix_decision_account", ["account_id", "at"], unique=False)
        batch_op.create_index("ix_decision_bulk", ["bulk_id", "id"], unique=False)
        batch_op.create_index("ix_decision_settles", ["settles_at"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_bulk_id_bulk_decision"), "bulk_decision", ["bulk_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_decision_undone_by_account"), "account", ["undone_by"], ["id"])
    _list_what_waits()


def _list_what_waits():
    op.execute(
        "INSERT INTO comment_waiting (comment_id, kind, publication_id, revision, since, language, held) "
        "SELECT id, CASE WHEN pending_revision IS NOT NULL THEN 'edit' "
        "WHEN account_id IS NULL AND origin = 'web' THEN 'guest' WHEN parent_id IS NOT NULL THEN 'reply' "
        "ELSE 'comment' END, publication_id, COALESCE(pending_revision, body_revision), waiting_since, '', '' "
        "FROM comment WHERE waiting_since IS NOT NULL"
    )
    op.execute(
        "INSERT INTO comment_waiting (comment_id, kind, publication_id, revision, since, language, held) "
        "SELECT comment.id, 'report', comment.publication_id, comment.body_revision, MIN(report.at), '', '' "
        "FROM comment JOIN report ON report.comment_id = comment.id "
        "WHERE report.settled_at IS NULL AND comment.state = 'published' "
        "GROUP BY comment.id, comment.publication_id, comment.body_revision"
    )
    op.execute(
        "INSERT INTO comment_waiting_count (publication_id, kind, number) "
        "SELECT publication_id, kind, COUNT(*) FROM comment_waiting GROUP BY publication_id, kind"
    )


def downgrade():
    """Go back."""
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_decision_undone_by_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_decision_bulk_id_bulk_decision"), type_="foreignkey")
        batch_op.drop_index("ix_decision_settles")
        batch_op.drop_index("ix_decision_bulk")
        batch_op.drop_index("ix_decision_account")
        batch_op.create_index(batch_op.f("ix_decision_account_id"), ["account_id"], unique=False)
        batch_op.drop_column("undone_entry_id")
        batch_op.drop_column("undone_by")
        batch_op.drop_column("undone_at")
        batch_op.drop_column("bulk_id")
        batch_op.drop_column("change")
        batch_op.drop_column("waited")
        batch_op.drop_column("settles_at")

    with op.batch_alter_table("comment_waiting", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_waiting_since")
        batch_op.drop_index("ix_comment_waiting_publication")
        batch_op.drop_index("ix_comment_waiting_likeness")
        batch_op.drop_index("ix_comment_waiting_language")
        batch_op.drop_index("ix_comment_waiting_kind")
        batch_op.drop_index("ix_comment_waiting_held")

    op.drop_table("comment_waiting")
    with op.batch_alter_table("bulk_item", schema=None) as batch_op:
        batch_op.drop_index("ix_bulk_item_open")

    op.drop_table("bulk_item")
    op.drop_table("moderation_day_count")
    op.drop_table("comment_waiting_count")
    op.drop_table("moderation_view")
    with op.batch_alter_table("moderation_lease", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moderation_lease_expires_at"))
        batch_op.drop_index(batch_op.f("ix_moderation_lease_account_id"))

    op.drop_table("moderation_lease")
    with op.batch_alter_table("bulk_decision", schema=None) as batch_op:
        batch_op.drop_index("ix_bulk_decision_state")
        batch_op.drop_index(batch_op.f("ix_bulk_decision_account_id"))

    op.drop_table("bulk_decision")
