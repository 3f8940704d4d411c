"""Rules that hold or flag, and casework."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "screening_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "words",
                "staff_names",
                "personal_data",
                "links",
                "capitals",
                "repeated",
                "first_comment",
                "new_account",
                "reports",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "action",
            sa.Enum("hold", "flag", name="action", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=True),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_screening_rule_owner_id_account")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_screening_rule_publication_id_publication")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_rule")),
    )
    op.create_table(
        "comment_hold",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "action",
            sa.Enum("hold", "flag", name="action", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_hold_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["screening_rule.id"], name=op.f("fk_comment_hold_rule_id_screening_rule")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_hold")),
    )
    with op.batch_alter_table("comment_hold", schema=None) as batch_op:
        batch_op.create_index("ix_comment_hold_comment", ["comment_id", "revision"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_hold_rule_id"), ["rule_id"], unique=False)
        batch_op.create_index("ix_comment_hold_source", ["source", "comment_id"], unique=False)

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("likeness", sa.BigInteger(), nullable=True))
        batch_op.create_index("ix_comment_likeness", ["likeness", "submitted_at"], unique=False)


def downgrade():
    """Go back."""
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_likeness")
        batch_op.drop_column("likeness")

    with op.batch_alter_table("comment_hold", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_hold_source")
        batch_op.drop_index(batch_op.f("ix_comment_hold_rule_id"))
        batch_op.drop_index("ix_comment_hold_comment")

    op.drop_table("comment_hold")
    op.drop_table("screening_rule")
