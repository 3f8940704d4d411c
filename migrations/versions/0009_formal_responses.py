"""Organisations that respond, and published responses."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


SEARCH_SQLITE = (
    "CREATE VIRTUAL TABLE search_index_response USING fts5("
    "name, words, tokenize='porter unicode61 remove_diacritics 2')"
)
SEARCH_POSTGRESQL = """
CREATE TABLE search_index_response (
    submission_id bigint PRIMARY KEY,
    name text NOT NULL,
    words text NOT NULL,
    document tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', left(words, 600000)), 'B')
    ) STORED
)
"""


def upgrade():
    """Go forward."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(SEARCH_POSTGRESQL)
        op.execute("CREATE INDEX search_index_response_document ON search_index_response USING gin (document)")
    else:
        op.execute(SEARCH_SQLITE)

    with op.batch_alter_table("co_signatory", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_version", sa.Integer(), nullable=True))

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
    op.execute("DROP TABLE search_index_response")
    with op.batch_alter_table("co_signatory", schema=None) as batch_op:
        batch_op.drop_column("sent_version")

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
