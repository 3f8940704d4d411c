"""What kinds and saved lists said before they were changed."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

RECORD_KINDS = ("organisation", "contact", "network", "network_member", "network_meeting")
NEW_KINDS = ("organisation_kind", "stakeholder_list")


def _kinds_of_records(*kinds):
    said = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("stakeholder_revision", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_stakeholder_revision_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_stakeholder_revision_kind"), f"kind IN ({said})")


def upgrade():
    """Go forward."""
    _kinds_of_records(*RECORD_KINDS, *NEW_KINDS)


def downgrade():
    """Go back."""
    revision = sa.table("stakeholder_revision", sa.column("kind", sa.Text))
    op.execute(sa.delete(revision).where(revision.c.kind.in_(NEW_KINDS)))
    _kinds_of_records(*RECORD_KINDS)
