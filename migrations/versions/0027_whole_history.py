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

    op.create_table(
        "organisation_likeness",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_organisation_likeness_in_order")),
        sa.ForeignKeyConstraint(
            ["one_id"], ["organisation.id"], name=op.f("fk_organisation_likeness_one_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["organisation.id"], name=op.f("fk_organisation_likeness_other_id_organisation")
        ),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_organisation_likeness")),
    )
    with op.batch_alter_table("organisation_likeness", schema=None) as batch_op:
        batch_op.create_index("ix_organisation_likeness_listed", ["score", "one_id", "other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_likeness_other_id"), ["other_id"], unique=False)

    op.create_table(
        "organisation_mark",
        sa.Column(
            "way",
            sa.Enum(
                "name",
                "code",
                "email",
                "address",
                "postcode",
                "telephone",
                "domain",
                name="way",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_mark_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("way", "key", "organisation_id", name=op.f("pk_organisation_mark")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("organisation_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_mark_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "entry_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("stood", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["check_id"], ["entry_check.id"], name=op.f("fk_entry_answer_check_id_entry_check")),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_entry_answer_settled_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_answer")),
    )
    with op.batch_alter_table("entry_answer", schema=None) as batch_op:
        batch_op.create_index("ix_entry_answer_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_answer_check_id"), ["check_id"], unique=False)
    # Of the answers that came before this, the newest is known.
    op.execute(
        """
        INSERT INTO entry_answer (check_id, at, is_right, stood, proposed, settled_at)
        SELECT id, answered_at, proposed = '', '', proposed, settled_at FROM entry_check WHERE answered_at IS NOT NULL
        """
    )


def downgrade():
    """Go back."""
    with op.batch_alter_table("entry_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_answer_check_id"))
        batch_op.drop_index("ix_entry_answer_at")

    op.drop_table("entry_answer")
    with op.batch_alter_table("organisation_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_mark_organisation_id"))

    op.drop_table("organisation_mark")
    with op.batch_alter_table("organisation_likeness", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_likeness_other_id"))
        batch_op.drop_index("ix_organisation_likeness_listed")

    op.drop_table("organisation_likeness")
    with op.batch_alter_table("stakeholder_revision", schema=None) as batch_op:
        batch_op.drop_index("ix_stakeholder_revision_subject")

    op.drop_table("stakeholder_revision")
