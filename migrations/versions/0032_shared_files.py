"""Files of submissions that are taken in and made, as other files are."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

IMPORT_STATES = ("naming", "to_check", "checked", "to_take_in", "done", "failed")
EXPORT_STATES = ("waiting", "working", "ready", "failed", "expired")
CONTENTS = ("answers", "answers_and_people", "equality")
FORMATS, FORMATS_BEFORE = ("csv", "xlsx", "jsonl"), ("csv", "xlsx")
ABOUTS = ("organisations", "contacts", "mailing")
PURPOSES = ("writing", "checking", "reporting", "disclosing", "other")


def upgrade():
    """Go forward."""
    with op.batch_alter_table("submission_import") as batch_op:
        batch_op.add_column(sa.Column("name", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("closed", sa.Integer(), nullable=False, server_default="0"))
        batch_op.alter_column("file_id", existing_type=sa.Integer(), nullable=True)
        _recheck(batch_op, "submission_import", state=IMPORT_STATES)
    op.execute(
        "UPDATE submission_import SET name ="
        " (SELECT stored_file.name FROM stored_file WHERE stored_file.id = submission_import.file_id)"
    )
    op.add_column("submission_export", sa.Column("place", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE submission_export SET place = CAST(last_id AS TEXT) WHERE last_id > 0")
    with op.batch_alter_table("submission_export") as batch_op:
        batch_op.drop_column("last_id")
        _recheck(batch_op, "submission_export", format=FORMATS, content=CONTENTS, state=EXPORT_STATES)
    _say_formats(FORMATS)


def downgrade():
    """Go back."""
    op.execute("DELETE FROM directory_export WHERE format = 'jsonl'")
    _say_formats(FORMATS_BEFORE)
    op.add_column(
        "submission_export",
        sa.Column("last_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, server_default="0"),
    )
    op.execute("UPDATE submission_export SET last_id = CAST(place AS BIGINT) WHERE place <> ''")
    with op.batch_alter_table("submission_export") as batch_op:
        batch_op.drop_column("place")
        _recheck(batch_op, "submission_export", format=FORMATS, content=CONTENTS, state=EXPORT_STATES)
    op.execute("DELETE FROM submission_import WHERE file_id IS NULL")
    with op.batch_alter_table("submission_import") as batch_op:
        batch_op.alter_column("file_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("closed")
        batch_op.drop_column("name")
        _recheck(batch_op, "submission_import", state=IMPORT_STATES)


def _say_formats(formats):
    """Say which formats a file of the directory may have."""
    name = "ck_directory_export_format"
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("directory_export", recreate="always") as batch_op:
            _recheck(batch_op, "directory_export", about=ABOUTS, purpose=PURPOSES, format=formats, state=EXPORT_STATES)
    else:
        op.drop_constraint(op.f(name), "directory_export", type_="check")
        op.create_check_constraint(op.f(name), "directory_export", _one_of("format", formats))


def _recheck(batch_op, table, **columns):
    """Say again what columns may hold: SQLite forgets it when it builds a table anew."""
    if op.get_bind().dialect.name == "sqlite":
        for column, values in columns.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{column}"), _one_of(column, values))


def _one_of(column, values):
    return f"{column} IN ({', '.join(repr(value) for value in values)})"
