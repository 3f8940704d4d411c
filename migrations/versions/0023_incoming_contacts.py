"""Imports of contacts and areas on pages."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "import_source",
        sa.Column(
            "kind",
            sa.Enum(
                "contacts", "organisations", "areas", name="kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_import_source")),
    )
    op.create_table(
        "directory_import",
        sa.Column(
            "kind",
            sa.Enum(
                "contacts", "organisations", "areas", name="kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("wishes", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
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
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("faults", sa.Text(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_directory_import_account_id_account")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_directory_import_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_import")),
    )
    with op.batch_alter_table("directory_import", schema=None) as batch_op:
        batch_op.create_index("ix_directory_import_due", ["state", "leased_until"], unique=False)

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_contact_closed",
            ["name_key", "id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_contact_special_format",
            ["format"],
            unique=False,
            sqlite_where=sa.text("format <> 'standard'"),
            postgresql_where=sa.text("format <> 'standard'"),
        )

    with op.batch_alter_table("contact_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_address_key"))
        batch_op.create_index("ix_contact_address_key", ["key", "channel"], unique=False)

    with op.batch_alter_table("contact_word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_word_contact_id"), ["contact_id"], unique=False)

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_organisation_closed",
            ["name", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'closed'"),
            postgresql_where=sa.text("status = 'closed'"),
        )


def downgrade():
    """Go back."""
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_organisation_closed",
            sqlite_where=sa.text("status = 'closed'"),
            postgresql_where=sa.text("status = 'closed'"),
        )

    with op.batch_alter_table("contact_word", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_word_contact_id"))

    with op.batch_alter_table("contact_address", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_address_key")
        batch_op.create_index(batch_op.f("ix_contact_address_key"), ["channel", "key"], unique=False)

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_contact_special_format",
            sqlite_where=sa.text("format <> 'standard'"),
            postgresql_where=sa.text("format <> 'standard'"),
        )
        batch_op.drop_index(
            "ix_contact_closed",
            sqlite_where=sa.text("closed_at IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NOT NULL"),
        )
        batch_op.drop_column("closed_at")

    with op.batch_alter_table("directory_import", schema=None) as batch_op:
        batch_op.drop_index("ix_directory_import_due")

    op.drop_table("directory_import")
    op.drop_table("import_source")
