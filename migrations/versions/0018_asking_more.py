"""What asking still wanted."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "consultation_list",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_list_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "list_id", name=op.f("pk_consultation_list")),
    )
    with op.batch_alter_table("consultation_material", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("replaced_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_consultation_material_replaced_by_id_consultation_material"),
            "consultation_material",
            ["replaced_by_id"],
            ["id"],
        )


def downgrade():
    """Go back."""
    with op.batch_alter_table("consultation_material", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_consultation_material_replaced_by_id_consultation_material"), type_="foreignkey"
        )
        batch_op.drop_column("replaced_by_id")
        batch_op.drop_column("removed_at")

    op.drop_table("consultation_list")
