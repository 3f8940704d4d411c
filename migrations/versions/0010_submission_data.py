"""Exports, imports and entered answers."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "submission_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "format",
            sa.Enum("csv", "xlsx", "jsonl", name="format", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "content",
            sa.Enum(
                "answers",
                "answers_and_people",
                "equality",
                name="content",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "working",
                "ready",
                "failed",
                "expired",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("until_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_submission_export_account_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_submission_export_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_export")),
        sa.UniqueConstraint("key", name=op.f("uq_submission_export_key")),
    )
    with op.batch_alter_table("submission_export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_export_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index("ix_submission_export_due", ["state", "leased_until"], unique=False)

    op.create_table(
        "submission_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "naming",
                "to_check",
                "checked",
                "to_take_in",
                "done",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("faults", sa.Text(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_submission_import_account_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_submission_import_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_submission_import_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_import")),
    )
    with op.batch_alter_table("submission_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_import_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index("ix_submission_import_due", ["state", "leased_until"], unique=False)

    with op.batch_alter_table("answer_choice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False))
        batch_op.create_index(
            "ix_answer_choice_listed",
            ["consultation_id", "question", "option", "sent_at", "submission_id"],
            unique=False,
        )

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index("ix_submission_standing", ["consultation_id", "state", "id"], unique=False)


def downgrade():
    """Go back."""
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index("ix_submission_standing")

    with op.batch_alter_table("answer_choice", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_choice_listed")
        batch_op.drop_column("sent_at")

    with op.batch_alter_table("submission_import", schema=None) as batch_op:
        batch_op.drop_index("ix_submission_import_due")
        batch_op.drop_index(batch_op.f("ix_submission_import_consultation_id"))

    op.drop_table("submission_import")
    with op.batch_alter_table("submission_export", schema=None) as batch_op:
        batch_op.drop_index("ix_submission_export_due")
        batch_op.drop_index(batch_op.f("ix_submission_export_consultation_id"))

    op.drop_table("submission_export")
