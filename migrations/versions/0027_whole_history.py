"""What a record said before, and which records look alike."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "stakeholder_revision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "organisation",
                "contact",
                "network",
                "network_member",
                "network_meeting",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_revision")),
    )
    with op.batch_alter_table("stakeholder_revision", schema=None) as batch_op:
        batch_op.create_index("ix_stakeholder_revision_subject", ["kind", "subject_id"], unique=False)


def downgrade():
    """Go back."""
    with op.batch_alter_table("stakeholder_revision", schema=None) as batch_op:
        batch_op.drop_index("ix_stakeholder_revision_subject")

    op.drop_table("stakeholder_revision")
