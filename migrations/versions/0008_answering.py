"""What a respondent's draft and receipt need."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("typed", sa.Text(), nullable=True))

    with op.batch_alter_table("set_aside_answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("typed", sa.Text(), nullable=True))

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amends_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_submission_amends_id"), ["amends_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_submission_amends_id_submission"), "submission", ["amends_id"], ["id"]
        )


def downgrade():
    """Go back."""
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_submission_amends_id_submission"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_submission_amends_id"), type_="unique")
        batch_op.drop_column("amends_id")

    with op.batch_alter_table("set_aside_answer", schema=None) as batch_op:
        batch_op.drop_column("typed")

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_column("typed")
