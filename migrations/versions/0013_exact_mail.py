"""Runs, messages and deliveries that are exact."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "mail_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "at_once",
                "daily",
                "weekly",
                "newsletter",
                "correction",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("until_position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_run")),
        sa.UniqueConstraint("kind", "period", name=op.f("uq_mail_run_kind_period")),
    )
    with op.batch_alter_table("mail_run", schema=None) as batch_op:
        batch_op.create_index("ix_mail_run_chain", ["kind", "slot", "due_at"], unique=False)

    op.execute("""
        INSERT INTO mail_run (id, kind, period, slot, due_at, started_at, after_position, until_position,
                              last_person_id, finished_at, message_count, note)
        SELECT id, frequency, period, '', started_at, started_at, after_position, until_position,
               last_subscriber_id, finished_at, message_count, '' FROM digest_run
    """)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval('mail_run_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM mail_run), false)")
    op.drop_table("digest_run")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("domain", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column(
                "message_class",
                sa.Enum(
                    "service",
                    "public task",
                    "marketing",
                    name="message_class",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                server_default="service",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("basis", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("about", sa.Text(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("contents", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("repeated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f("ix_outbox_message_due"))
        batch_op.create_index(
            "ix_outbox_message_due",
            ["bulk", "due_at", "run_id"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.create_index("ix_outbox_message_run", ["run_id", "state", "id"], unique=False)
        batch_op.create_index("ix_outbox_message_state", ["state", "id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_outbox_message_run_id_person_id"), ["run_id", "person_id"])
    op.execute("""UPDATE outbox_message SET domain = lower(replace("to", rtrim("to", replace("to", '@', '')), ''))""")
    op.execute("""
        UPDATE outbox_message SET settled_at = coalesce(sent_at, created_at)
        WHERE state IN ('sent', 'failed', 'suppressed', 'dropped')
    """)

    with op.batch_alter_table("subscriber", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest_hour", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("digest_weekday", sa.Integer(), nullable=True))
        batch_op.create_index("ix_subscriber_slot", ["digest_hour", "digest_weekday"], unique=False)

    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("told_until", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.drop_index(batch_op.f("ix_subscription_target"))
        batch_op.create_index(
            "ix_subscription_target", ["target_kind", "target_id", "frequency", "subscriber_id"], unique=False
        )
        batch_op.create_index(
            "ix_subscription_told_until",
            ["told_until"],
            unique=False,
            sqlite_where=sa.text("told_until IS NOT NULL"),
            postgresql_where=sa.text("told_until IS NOT NULL"),
        )


def downgrade():
    """Go back."""
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_subscription_told_until",
            sqlite_where=sa.text("told_until IS NOT NULL"),
            postgresql_where=sa.text("told_until IS NOT NULL"),
        )
        batch_op.drop_index("ix_subscription_target")
        batch_op.create_index(
            batch_op.f("ix_subscription_target"), ["target_kind", "target_id", "frequency"], unique=False
        )
        batch_op.drop_column("told_until")

    with op.batch_alter_table("subscriber", schema=None) as batch_op:
        batch_op.drop_index("ix_subscriber_slot")
        batch_op.drop_column("digest_weekday")
        batch_op.drop_column("digest_hour")

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_outbox_message_run_id_person_id"), type_="unique")
        batch_op.drop_index("ix_outbox_message_state")
        batch_op.drop_index("ix_outbox_message_run")
        batch_op.drop_index(
            "ix_outbox_message_due",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_outbox_message_due"), ["state", "bulk", "due_at"], unique=False)
        batch_op.drop_constraint(batch_op.f("ck_outbox_message_message_class"), type_="check")
        batch_op.drop_column("repeated_at")
        batch_op.drop_column("settled_at")
        batch_op.drop_column("person_id")
        batch_op.drop_column("run_id")
        batch_op.drop_column("contents")
        batch_op.drop_column("about")
        batch_op.drop_column("basis")
        batch_op.drop_column("message_class")
        batch_op.drop_column("domain")

    op.create_table(
        "digest_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("frequency", sa.String(length=32), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_position", sa.Integer(), nullable=False),
        sa.Column("until_position", sa.Integer(), nullable=False),
        sa.Column("last_subscriber_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("frequency IN ('at_once', 'daily', 'weekly')", name=op.f("ck_digest_run_frequency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_run")),
        sa.UniqueConstraint("frequency", "period", name=op.f("uq_digest_run_frequency_period")),
    )
    with op.batch_alter_table("mail_run", schema=None) as batch_op:
        batch_op.drop_index("ix_mail_run_chain")

    op.drop_table("mail_run")
