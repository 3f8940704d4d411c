"""What leaves the directory."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "directory_export",
        sa.Column(
            "about",
            sa.Enum(
                "organisations",
                "contacts",
                "mailing",
                name="about",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "writing",
                "checking",
                "reporting",
                "disclosing",
                "other",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "format",
            sa.Enum("csv", "xlsx", name="format", native_enum=False, create_constraint=True, length=32),
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
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_directory_export_account_id_account")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["stakeholder_list.id"], name=op.f("fk_directory_export_list_id_stakeholder_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_export")),
        sa.UniqueConstraint("key", name=op.f("uq_directory_export_key")),
    )
    with op.batch_alter_table("directory_export", schema=None) as batch_op:
        batch_op.create_index("ix_directory_export_due", ["state", "leased_until"], unique=False)
        batch_op.create_index("ix_directory_export_own", ["account_id", "id"], unique=False)

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("without_email", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.create_index(
            "ix_contact_without_email",
            ["name_key", "id"],
            unique=False,
            sqlite_where=sa.text("without_email IS TRUE"),
            postgresql_where=sa.text("without_email IS TRUE"),
        )
    op.execute(
        "UPDATE contact SET without_email = FALSE "
        "WHERE id IN (SELECT contact_id FROM contact_address WHERE channel = 'email')"
    )

    with op.batch_alter_table("telling", schema=None) as batch_op:
        batch_op.create_index("ix_telling_whom", ["whom", "whom_id", "at"], unique=False)


def downgrade():
    """Go back."""
    with op.batch_alter_table("telling", schema=None) as batch_op:
        batch_op.drop_index("ix_telling_whom")

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_contact_without_email",
            sqlite_where=sa.text("without_email IS TRUE"),
            postgresql_where=sa.text("without_email IS TRUE"),
        )
        batch_op.drop_column("without_email")

    with op.batch_alter_table("directory_export", schema=None) as batch_op:
        batch_op.drop_index("ix_directory_export_own")
        batch_op.drop_index("ix_directory_export_due")

    op.drop_table("directory_export")
