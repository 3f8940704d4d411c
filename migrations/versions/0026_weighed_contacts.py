"""Contacts in mapping and reach."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None
ONE = "(organisation_id IS NULL) <> (contact_id IS NULL)"


def upgrade():
    """Go forward."""
    op.create_table(
        "reach_count",
        sa.Column(
            "kind",
            sa.Enum("plan", "consultation", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", name=op.f("pk_reach_count")),
    )
    op.create_table(
        "reach_standing",
        sa.Column(
            "kind",
            sa.Enum("plan", "consultation", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "whom",
            sa.Enum("organisation", "contact", name="whom", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("whom_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("spoke", sa.Boolean(), nullable=False),
        sa.Column("drafts", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", "whom", "whom_id", name=op.f("pk_reach_standing")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "telling",
        sa.Column(
            "about",
            sa.Enum("publication", "consultation", name="about", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("about_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "whom",
            sa.Enum("organisation", "contact", name="whom", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("whom_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "notice", "digest", "newsletter", name="route", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("about", "about_id", "whom", "whom_id", "route", name=op.f("pk_telling")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "telling_run",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["mail_run.id"], name=op.f("fk_telling_run_run_id_mail_run")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_telling_run")),
    )
    with op.batch_alter_table("telling_run", schema=None) as batch_op:
        batch_op.create_index(
            "ix_telling_run_again_at",
            ["again_at"],
            unique=False,
            sqlite_where=sa.text("again_at IS NOT NULL"),
            postgresql_where=sa.text("again_at IS NOT NULL"),
        )

    _move_refusals()
    op.drop_table("invitation_refusal")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
        batch_op.alter_column("organisation_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_invitation_contact_id"), ["contact_id"], unique=False)
        batch_op.create_unique_constraint("uq_invitation_contact", ["consultation_id", "contact_id"])
        batch_op.create_foreign_key(batch_op.f("fk_invitation_contact_id_contact"), "contact", ["contact_id"], ["id"])
        batch_op.create_check_constraint("one_stakeholder", ONE)

    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
        batch_op.alter_column("organisation_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_placement_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            "ix_placement_standing",
            ["publication_id", "across", "up"],
            unique=False,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.create_index(
            "uq_placement_present_contact",
            ["publication_id", "contact_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_placement_contact_id_contact"), "contact", ["contact_id"], ["id"])
        batch_op.create_check_constraint("one_stakeholder", ONE)


def _move_refusals():
    """Make an objection to news of consultations of each address that asked not to be invited."""
    moved = sa.text("SELECT email, at FROM invitation_refusal")
    known = sa.text("SELECT id FROM subscriber WHERE email = :email")
    add = sa.text("INSERT INTO subscriber (email, key, created_at) VALUES (:email, :key, :at)")
    objected = sa.text("SELECT 1 FROM notice_objection WHERE subscriber_id = :id AND kind = 'consultations'")
    objects = sa.text("INSERT INTO notice_objection (subscriber_id, kind, at) VALUES (:id, 'consultations', :at)")
    bind = op.get_bind()
    for email, at in bind.execute(moved).all():
        if bind.scalar(known, {"email": email}) is None:
            bind.execute(add, {"email": email, "key": secrets.token_urlsafe(12), "at": at})
        number = bind.scalar(known, {"email": email})
        if bind.scalar(objected, {"id": number}) is None:
            bind.execute(objects, {"id": number, "at": at})


def downgrade():
    """Go back; people on maps and invited people are not known there."""
    op.execute("DELETE FROM placement WHERE contact_id IS NOT NULL")
    op.execute("DELETE FROM invitation WHERE contact_id IS NOT NULL")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_constraint("one_stakeholder", type_="check")
        batch_op.drop_constraint(batch_op.f("fk_placement_contact_id_contact"), type_="foreignkey")
        batch_op.drop_index(
            "uq_placement_present_contact",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_placement_standing",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_placement_contact_id"))
        batch_op.alter_column("organisation_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("contact_id")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_constraint("one_stakeholder", type_="check")
        batch_op.drop_constraint(batch_op.f("fk_invitation_contact_id_contact"), type_="foreignkey")
        batch_op.drop_constraint("uq_invitation_contact", type_="unique")
        batch_op.drop_index(batch_op.f("ix_invitation_contact_id"))
        batch_op.alter_column("organisation_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("contact_id")

    op.create_table(
        "invitation_refusal",
        sa.Column("email", sa.TEXT(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_invitation_refusal")),
    )
    with op.batch_alter_table("telling_run", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_telling_run_again_at",
            sqlite_where=sa.text("again_at IS NOT NULL"),
            postgresql_where=sa.text("again_at IS NOT NULL"),
        )

    op.drop_table("telling_run")
    op.drop_table("telling")
    op.drop_table("reach_standing")
    op.drop_table("reach_count")
