"""Doubles of contacts, changes in bulk, and accounts linked by agreement."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "contact_likeness",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_contact_likeness_in_order")),
        sa.ForeignKeyConstraint(["one_id"], ["contact.id"], name=op.f("fk_contact_likeness_one_id_contact")),
        sa.ForeignKeyConstraint(["other_id"], ["contact.id"], name=op.f("fk_contact_likeness_other_id_contact")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_contact_likeness")),
    )
    with op.batch_alter_table("contact_likeness", schema=None) as batch_op:
        batch_op.create_index("ix_contact_likeness_listed", ["score", "one_id", "other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_likeness_other_id"), ["other_id"], unique=False)


def downgrade():
    """Go back."""
    with op.batch_alter_table("contact_likeness", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_likeness_other_id"))
        batch_op.drop_index("ix_contact_likeness_listed")

    op.drop_table("contact_likeness")
