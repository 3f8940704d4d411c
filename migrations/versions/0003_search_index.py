"""Full-text search over published titles and texts: FTS5 on SQLite, a computed tsvector on PostgreSQL."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "title, standfirst, words, revision UNINDEXED, tokenize='porter unicode61 remove_diacritics 2')"
)
POSTGRESQL = """
CREATE TABLE search_index (
    publication_id integer PRIMARY KEY,
    revision integer NOT NULL,
    title text NOT NULL,
    standfirst text NOT NULL,
    words text NOT NULL,
    document tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A')
        || setweight(to_tsvector('english', standfirst), 'B')
        || setweight(to_tsvector('english', left(words, 600000)), 'C')
    ) STORED
)
"""


def upgrade():
    """Make an empty index; a job fills it from the ledger's beginning."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL)
        op.execute("CREATE INDEX search_index_document ON search_index USING gin (document)")
    else:
        op.execute(SQLITE)


def downgrade():
    """Forget it."""
    op.execute("DROP TABLE search_index")
