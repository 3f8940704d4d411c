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
        "erased_objection",
        sa.Column("address_hash", sa.Text(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "invitations", "news", "research", name="purpose", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_hash", "purpose", name=op.f("pk_erased_objection")),
    )
    op.create_table(
        "directory_bulk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("organisation", "contact", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ready",
                "running",
                "done",
                "undoing",
                "undone",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_directory_bulk_account_id_account")),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name=op.f("fk_directory_bulk_undone_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_bulk")),
    )
    with op.batch_alter_table("directory_bulk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_directory_bulk_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_directory_bulk_state", ["state", "leased_until"], unique=False)

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

    op.create_table(
        "contact_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "agreed",
                "declined",
                "ended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_contact_link_account_id_account")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_contact_link_asked_by_account")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_contact_link_contact_id_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_link")),
    )
    with op.batch_alter_table("contact_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_link_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_contact_link_asked", ["email", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_link_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "directory_bulk_item",
        sa.Column("bulk_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulk_id"], ["directory_bulk.id"], name=op.f("fk_directory_bulk_item_bulk_id_directory_bulk")
        ),
        sa.PrimaryKeyConstraint("bulk_id", "subject_id", name=op.f("pk_directory_bulk_item")),
    )
    with op.batch_alter_table("directory_bulk_item", schema=None) as batch_op:
        batch_op.create_index("ix_directory_bulk_item_subject", ["subject_id", "bulk_id"], unique=False)

    with op.batch_alter_table("contact_permission", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contact_permission_objected",
            ["contact_id"],
            unique=False,
            sqlite_where=sa.text("agreed IS FALSE"),
            postgresql_where=sa.text("agreed IS FALSE"),
        )

    with op.batch_alter_table("organisation_kind", schema=None) as batch_op:
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    """Go back."""
    with op.batch_alter_table("organisation_kind", schema=None) as batch_op:
        batch_op.drop_column("retired_at")

    with op.batch_alter_table("contact_permission", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_contact_permission_objected",
            sqlite_where=sa.text("agreed IS FALSE"),
            postgresql_where=sa.text("agreed IS FALSE"),
        )

    with op.batch_alter_table("directory_bulk_item", schema=None) as batch_op:
        batch_op.drop_index("ix_directory_bulk_item_subject")

    op.drop_table("directory_bulk_item")
    with op.batch_alter_table("contact_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_link_contact_id"))
        batch_op.drop_index("ix_contact_link_asked")
        batch_op.drop_index(batch_op.f("ix_contact_link_account_id"))

    op.drop_table("contact_link")
    with op.batch_alter_table("contact_likeness", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_likeness_other_id"))
        batch_op.drop_index("ix_contact_likeness_listed")

    op.drop_table("contact_likeness")
    with op.batch_alter_table("directory_bulk", schema=None) as batch_op:
        batch_op.drop_index("ix_directory_bulk_state")
        batch_op.drop_index(batch_op.f("ix_directory_bulk_account_id"))

    op.drop_table("directory_bulk")
    op.drop_table("erased_objection")
