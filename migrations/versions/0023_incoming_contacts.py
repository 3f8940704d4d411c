"""Imports of contacts and areas on pages."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    with op.batch_alter_table("contact", schema=None) as batch_op:
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
