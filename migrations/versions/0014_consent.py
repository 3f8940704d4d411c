"""Consent, notices, newsletters and what comes back."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

RUN_KINDS = ("at_once", "daily", "weekly", "newsletter", "correction")


def _kinds_of_runs(*kinds):
    said = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("mail_run", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_mail_run_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_mail_run_kind"), f"kind IN ({said})")


def upgrade():
    """Go forward."""
    _kinds_of_runs(*RUN_KINDS, "notice")
    op.create_table(
        "consent_wording",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_consent_wording")),
    )
    op.create_table(
        "returned_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hard",
                "soft",
                "full",
                "complaint",
                name="return_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returned_mail")),
        sa.UniqueConstraint("message_id", "kind", name=op.f("uq_returned_mail_message_id_kind")),
    )
    with op.batch_alter_table("returned_mail", schema=None) as batch_op:
        batch_op.create_index("ix_returned_mail_email", ["email", "at"], unique=False)

    op.create_table(
        "consent_record",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column(
            "proof",
            sa.Enum(
                "none",
                "confirmation link",
                "link in a message",
                "one click",
                "signed in",
                "both addresses",
                "the site itself",
                name="proof",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["wording"], ["consent_wording.version"], name=op.f("fk_consent_record_wording_consent_wording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_record")),
    )
    with op.batch_alter_table("consent_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_record_email"), ["email"], unique=False)
        batch_op.create_index("ix_consent_record_subscriber", ["subscriber_id", "id"], unique=False)

    op.create_table(
        "address_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("old_email", sa.Text(), nullable=False),
        sa.Column("new_email", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("old_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_address_change_subscriber_id_subscriber")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_change")),
    )
    with op.batch_alter_table("address_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_address_change_subscriber_id"), ["subscriber_id"], unique=False)

    op.create_table(
        "notice_objection",
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_notice_objection_subscriber_id_subscriber")
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "kind", name=op.f("pk_notice_objection")),
    )
    with op.batch_alter_table("subscriber", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    """Go back."""
    op.execute("DELETE FROM mail_run WHERE kind = 'notice'")
    _kinds_of_runs(*RUN_KINDS)
    with op.batch_alter_table("subscriber", schema=None) as batch_op:
        batch_op.drop_column("paused_until")

    op.drop_table("notice_objection")
    with op.batch_alter_table("address_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_address_change_subscriber_id"))

    op.drop_table("address_change")
    with op.batch_alter_table("consent_record", schema=None) as batch_op:
        batch_op.drop_index("ix_consent_record_subscriber")
        batch_op.drop_index(batch_op.f("ix_consent_record_email"))

    op.drop_table("consent_record")
    with op.batch_alter_table("returned_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_returned_mail_email")

    op.drop_table("returned_mail")
    op.drop_table("consent_wording")
