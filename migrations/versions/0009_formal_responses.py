"""Organisations that respond, and published responses."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    """Go forward."""
    with op.batch_alter_table("representation", schema=None) as batch_op:
        batch_op.create_index(
            "uq_representation_standing",
            ["account_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'confirmed') AND organisation_id IS NOT NULL"),
            postgresql_where=sa.text("state IN ('asked', 'confirmed') AND organisation_id IS NOT NULL"),
        )

    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index("uq_response_number", ["consultation_id", "number"], unique=True)

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(
            "uq_submission_formal",
            ["consultation_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text(
                "respondent = 'organisation' AND organisation_id IS NOT NULL AND state IN ('draft', 'sent')"
            ),
            postgresql_where=sa.text(
                "respondent = 'organisation' AND organisation_id IS NOT NULL AND state IN ('draft', 'sent')"
            ),
        )


def downgrade():
    """Go back."""
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_submission_formal",
            sqlite_where=sa.text(
                "respondent = 'organisation' AND organisation_id IS NOT NULL AND state IN ('draft', 'sent')"
            ),
            postgresql_where=sa.text(
                "respondent = 'organisation' AND organisation_id IS NOT NULL AND state IN ('draft', 'sent')"
            ),
        )

    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index("uq_response_number")

    with op.batch_alter_table("representation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_representation_standing",
            sqlite_where=sa.text("state IN ('asked', 'confirmed') AND organisation_id IS NOT NULL"),
            postgresql_where=sa.text("state IN ('asked', 'confirmed') AND organisation_id IS NOT NULL"),
        )
