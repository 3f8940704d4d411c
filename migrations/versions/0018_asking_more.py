"""What asking still wanted."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TOKENS = "tokenize='porter unicode61 remove_diacritics 2'"
SQLITE = (
    f"CREATE VIRTUAL TABLE search_index_consultation USING fts5(title, summary, words, {TOKENS})",
    f"CREATE VIRTUAL TABLE search_index_submission USING fts5(place, people, answers, letters, {TOKENS})",
)
POSTGRESQL = (
    """
    CREATE TABLE search_index_consultation (
        consultation_id integer PRIMARY KEY,
        title text NOT NULL,
        summary text NOT NULL,
        words text NOT NULL,
        document tsvector NOT NULL GENERATED ALWAYS AS (
            setweight(to_tsvector('english', title), 'A')
            || setweight(to_tsvector('english', summary), 'B')
            || setweight(to_tsvector('english', left(words, 600000)), 'C')
        ) STORED
    )
    """,
    "CREATE INDEX search_index_consultation_document ON search_index_consultation USING gin (document)",
    """
    CREATE TABLE search_index_submission (
        submission_id bigint PRIMARY KEY,
        place text NOT NULL,
        people text NOT NULL,
        answers text NOT NULL,
        letters text NOT NULL,
        document tsvector NOT NULL GENERATED ALWAYS AS (
            to_tsvector('english', people)
            || to_tsvector('english', left(answers, 300000))
            || to_tsvector('english', left(letters, 300000))
        ) STORED
    )
    """,
    "CREATE INDEX search_index_submission_document ON search_index_submission USING gin (document)",
)


def upgrade():
    """Go forward; what can be looked for is filled with what there is."""
    op.create_table(
        "consultation_list",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_list_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["stakeholder_list.id"], name=op.f("fk_consultation_list_list_id_stakeholder_list")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "list_id", name=op.f("pk_consultation_list")),
    )
    with op.batch_alter_table("consultation_material", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("replaced_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_consultation_material_replaced_by_id_consultation_material"),
            "consultation_material",
            ["replaced_by_id"],
            ["id"],
        )
    with op.batch_alter_table("consultation_rehearsal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("report", sa.Text(), nullable=False, server_default="{}"))
    bind = op.get_bind()
    is_postgresql = bind.dialect.name == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        op.execute(statement)
    fill_consultations(bind, "consultation_id" if is_postgresql else "rowid")
    fill_submissions(bind, *(("submission_id", "string_agg") if is_postgresql else ("rowid", "group_concat")))


def fill_consultations(bind, key):
    """Every consultation that is public, by its texts and questions."""
    columns = "title, summary, to_decide, already_fixed, audience, results_text"
    rows = bind.execute(
        sa.text(
            f"SELECT consultation.id, {columns}, body FROM consultation "  # noqa: S608 - fixed names
            "LEFT JOIN definition_revision ON consultation_id = consultation.id AND number = definition "
            "WHERE state != 'draft' AND launched_at IS NOT NULL"
        )
    ).all()
    for row in rows:
        words = [*row[3:7], *asked(json.loads(row.body or "{}"))]
        values = {"id": row.id, "title": row.title, "summary": row.summary, "words": "\n".join(filter(None, words))}
        bind.execute(
            sa.text(
                f"INSERT INTO search_index_consultation ({key}, title, summary, words) "  # noqa: S608 - a fixed name
                "VALUES (:id, :title, :summary, :words)"
            ),
            values,
        )


def asked(definition):
    """The words of the pages and questions of a definition."""
    for page in definition.get("pages", ()):
        yield from (page.get("title"), page.get("introduction"))
        for question in page.get("questions", ()):
            yield from (question.get("label"), question.get("help"))


def fill_submissions(bind, key, joined):
    """Everything that was sent and stands, by its answers and the words of its files."""
    line = "chr(10)" if joined == "string_agg" else "char(10)"
    bind.execute(
        sa.text(
            f"INSERT INTO search_index_submission ({key}, place, people, answers, letters) "  # noqa: S608 - fixed names
            f"SELECT id, 'consultation' || consultation_id, name || {line} || for_name, "
            f"coalesce((SELECT {joined}(text, {line}) FROM answer WHERE answer.submission_id = submission.id), ''), "
            f"coalesce((SELECT {joined}(title || {line} || text, {line}) FROM submission_file "
            "WHERE submission_file.submission_id = submission.id AND removed_at IS NULL), '') "
            "FROM submission WHERE state = 'sent'"
        )
    )


def downgrade():
    """Go back."""
    op.execute("DROP TABLE search_index_submission")
    op.execute("DROP TABLE search_index_consultation")
    with op.batch_alter_table("consultation_rehearsal", schema=None) as batch_op:
        batch_op.drop_column("report")
    with op.batch_alter_table("consultation_material", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_consultation_material_replaced_by_id_consultation_material"), type_="foreignkey"
        )
        batch_op.drop_column("replaced_by_id")
        batch_op.drop_column("removed_at")

    op.drop_table("consultation_list")
