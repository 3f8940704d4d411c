"""Runs, messages and deliveries that are exact."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
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
        batch_op.create_index("ix_outbox_message_run", ["run_id", "state", "id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_outbox_message_run_id_person_id"), ["run_id", "person_id"])
    op.execute("""UPDATE outbox_message SET domain = lower(replace("to", rtrim("to", replace("to", '@', '')), ''))""")


def downgrade():
    """Go back."""
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_outbox_message_run_id_person_id"), type_="unique")
        batch_op.drop_index("ix_outbox_message_run")
        batch_op.drop_constraint(batch_op.f("ck_outbox_message_message_class"), type_="check")
        batch_op.drop_column("person_id")
        batch_op.drop_column("run_id")
        batch_op.drop_column("contents")
        batch_op.drop_column("about")
        batch_op.drop_column("basis")
        batch_op.drop_column("message_class")
        batch_op.drop_column("domain")
