"""Networks and panels, and the yearly check of entries."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "network",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "network", "partnership", "panel", name="kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_network_area_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network")),
        sa.UniqueConstraint("name", name=op.f("uq_network_name")),
    )
    with op.batch_alter_table("network", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_network_area_id"), ["area_id"], unique=False)

    op.create_table(
        "entry_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_entry_check_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_check")),
    )
    with op.batch_alter_table("entry_check", schema=None) as batch_op:
        batch_op.create_index("ix_entry_check_asked", ["asked_at"], unique=False)
        batch_op.create_index("ix_entry_check_organisation", ["organisation_id", "asked_at"], unique=False)

    op.create_table(
        "network_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("advised", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_network_meeting_network_id_network")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_meeting")),
    )
    with op.batch_alter_table("network_meeting", schema=None) as batch_op:
        batch_op.create_index("ix_network_meeting_held", ["network_id", "held_on"], unique=False)

    op.create_table(
        "network_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (contact_id IS NULL)", name=op.f("ck_network_member_one_member")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_network_member_contact_id_contact")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_network_member_network_id_network")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_network_member_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_member")),
    )
    with op.batch_alter_table("network_member", schema=None) as batch_op:
        batch_op.create_index("ix_network_member_contact", ["contact_id", "network_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_network_member_network_id"), ["network_id"], unique=False)
        batch_op.create_index("ix_network_member_organisation", ["organisation_id", "network_id"], unique=False)

    op.create_table(
        "network_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_network_paper_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["network_meeting.id"], name=op.f("fk_network_paper_meeting_id_network_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_paper")),
    )
    with op.batch_alter_table("network_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_network_paper_meeting_id"), ["meeting_id"], unique=False)


def downgrade():
    """Go back."""
    with op.batch_alter_table("network_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_paper_meeting_id"))

    op.drop_table("network_paper")
    with op.batch_alter_table("network_member", schema=None) as batch_op:
        batch_op.drop_index("ix_network_member_organisation")
        batch_op.drop_index(batch_op.f("ix_network_member_network_id"))
        batch_op.drop_index("ix_network_member_contact")

    op.drop_table("network_member")
    with op.batch_alter_table("network_meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_network_meeting_held")

    op.drop_table("network_meeting")
    with op.batch_alter_table("entry_check", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_check_organisation")
        batch_op.drop_index("ix_entry_check_asked")

    op.drop_table("entry_check")
    with op.batch_alter_table("network", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_area_id"))

    op.drop_table("network")
