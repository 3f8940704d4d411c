"""Engagements, promises, mapping and reach."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    op.create_table(
        "invitation_refusal",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_invitation_refusal")),
    )
    op.create_table(
        "mapping_scales",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("across", sa.Text(), nullable=False),
        sa.Column("up", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mapping_scales")),
    )
    op.create_table(
        "area_population",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_area_population_area_id_area")),
        sa.PrimaryKeyConstraint("area_id", name=op.f("pk_area_population")),
    )
    op.create_table(
        "engagement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "meeting",
                "call",
                "letter",
                "event",
                "visit",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column(
            "follows_kind",
            sa.Enum("comment", "submission", name="follows_kind", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("follows_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_engagement_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sa.UniqueConstraint("form_key", name=op.f("uq_engagement_form_key")),
    )
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.create_index("ix_engagement_account", ["account_id"], unique=False)
        batch_op.create_index("ix_engagement_at", ["at", "id"], unique=False)
        batch_op.create_index("ix_engagement_follows", ["follows_kind", "follows_id"], unique=False)

    op.create_table(
        "engagement_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_engagement_file_account_id_account")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_engagement_file_engagement_id_engagement")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_engagement_file_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_file")),
    )
    with op.batch_alter_table("engagement_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagement_file_engagement_id"), ["engagement_id"], unique=False)

    op.create_table(
        "engagement_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN contact_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN account_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_engagement_party_one_party"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_engagement_party_account_id_account")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_engagement_party_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_engagement_party_engagement_id_engagement")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_engagement_party_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_party")),
        sa.UniqueConstraint("engagement_id", "account_id", name="uq_engagement_party_account"),
        sa.UniqueConstraint("engagement_id", "contact_id", name="uq_engagement_party_contact"),
        sa.UniqueConstraint(
            "engagement_id", "organisation_id", name=op.f("uq_engagement_party_engagement_id_organisation_id")
        ),
    )
    with op.batch_alter_table("engagement_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagement_party_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_engagement_party_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_engagement_party_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "engagement_publication",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_engagement_publication_engagement_id_engagement")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_engagement_publication_publication_id_publication")
        ),
        sa.PrimaryKeyConstraint("engagement_id", "publication_id", name=op.f("pk_engagement_publication")),
    )
    with op.batch_alter_table("engagement_publication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagement_publication_publication_id"), ["publication_id"], unique=False)

    op.create_table(
        "engagement_revision",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_engagement_revision_account_id_account")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_engagement_revision_engagement_id_engagement")
        ),
        sa.PrimaryKeyConstraint("engagement_id", "number", name=op.f("pk_engagement_revision")),
    )
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("across", sa.Integer(), nullable=True),
        sa.Column("up", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_placement_account_id_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_placement_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_placement_publication_id_publication")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index("ix_placement_history", ["publication_id", "organisation_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            "uq_placement_present",
            ["publication_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_by", sa.Integer(), nullable=True),
        sa.Column("kept_note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_promise_engagement_id_engagement")),
        sa.ForeignKeyConstraint(["kept_by"], ["account.id"], name=op.f("fk_promise_kept_by_account")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_promise_owner_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index("ix_promise_due", ["kept_at", "due", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promise_engagement_id"), ["engagement_id"], unique=False)
        batch_op.create_index("ix_promise_owner", ["owner_id", "kept_at", "due", "id"], unique=False)

    op.create_table(
        "public_event",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("online_url", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_off_reason", sa.Text(), nullable=False),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_public_event_engagement_id_engagement")
        ),
        sa.PrimaryKeyConstraint("engagement_id", name=op.f("pk_public_event")),
        sa.UniqueConstraint("slug", name=op.f("uq_public_event_slug")),
    )
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "booked", "waiting", "cancelled", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["public_event.engagement_id"], name=op.f("fk_booking_event_id_public_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("event_id", "email", name=op.f("uq_booking_event_id_email")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index("ix_booking_waiting", ["event_id", "state", "id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_account_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_invitation_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("consultation_id", "email", name="uq_invitation_email"),
        sa.UniqueConstraint(
            "consultation_id", "organisation_id", name=op.f("uq_invitation_consultation_id_organisation_id")
        ),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "silence_warning",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_silence_warning_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "part", name=op.f("pk_silence_warning")),
    )


def downgrade():
    """Go back."""
    op.drop_table("silence_warning")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_organisation_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_index("ix_booking_waiting")

    op.drop_table("booking")
    op.drop_table("public_event")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_index("ix_promise_owner")
        batch_op.drop_index(batch_op.f("ix_promise_engagement_id"))
        batch_op.drop_index("ix_promise_due")

    op.drop_table("promise")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_placement_present",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_placement_organisation_id"))
        batch_op.drop_index("ix_placement_history")

    op.drop_table("placement")
    op.drop_table("engagement_revision")
    with op.batch_alter_table("engagement_publication", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_publication_publication_id"))

    op.drop_table("engagement_publication")
    with op.batch_alter_table("engagement_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_party_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_engagement_party_contact_id"))
        batch_op.drop_index(batch_op.f("ix_engagement_party_account_id"))

    op.drop_table("engagement_party")
    with op.batch_alter_table("engagement_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_file_engagement_id"))

    op.drop_table("engagement_file")
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.drop_index("ix_engagement_follows")
        batch_op.drop_index("ix_engagement_at")
        batch_op.drop_index("ix_engagement_account")

    op.drop_table("engagement")
    op.drop_table("area_population")
    op.drop_table("mapping_scales")
    op.drop_table("invitation_refusal")
