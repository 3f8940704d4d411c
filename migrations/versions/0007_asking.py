"""What asking well needs beside the questions."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "special_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("bank_holiday", "pre_election", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_days")),
    )
    with op.batch_alter_table("special_days", schema=None) as batch_op:
        batch_op.create_index("ix_special_days_ends", ["ends", "starts"], unique=False)

    op.create_table(
        "question_library",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_question_library_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_library")),
    )
    op.create_table(
        "consultation_moment",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_moment_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "moment", "due_at", name=op.f("pk_consultation_moment")),
    )
    op.create_table(
        "consultation_rehearsal",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("definition", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_consultation_rehearsal_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_rehearsal_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_consultation_rehearsal")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("results_text", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("results_publication_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_consultation_results_publication_id"), ["results_publication_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_consultation_results_publication_id_publication"),
            "publication",
            ["results_publication_id"],
            ["id"],
        )


def downgrade():
    """Go back."""
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_consultation_results_publication_id_publication"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_consultation_results_publication_id"))
        batch_op.drop_column("results_publication_id")
        batch_op.drop_column("results_text")

    op.drop_table("consultation_rehearsal")
    op.drop_table("consultation_moment")
    op.drop_table("question_library")
    with op.batch_alter_table("special_days", schema=None) as batch_op:
        batch_op.drop_index("ix_special_days_ends")

    op.drop_table("special_days")
