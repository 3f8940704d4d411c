"""What the moderators' desk still wanted."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "undo_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settles_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undo_step")),
    )
    with op.batch_alter_table("undo_step", schema=None) as batch_op:
        batch_op.create_index("ix_undo_step_account", ["account_id", "settles_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_undo_step_settles_at"), ["settles_at"], unique=False)

    op.create_table(
        "comment_marked_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_comment_marked_passage_comment_id_comment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_marked_passage")),
    )
    with op.batch_alter_table("comment_marked_passage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_marked_passage_comment_id"), ["comment_id"], unique=False)


def downgrade():
    """Go back."""
    with op.batch_alter_table("comment_marked_passage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_marked_passage_comment_id"))

    op.drop_table("comment_marked_passage")
    with op.batch_alter_table("undo_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_undo_step_settles_at"))
        batch_op.drop_index("ix_undo_step_account")

    op.drop_table("undo_step")
