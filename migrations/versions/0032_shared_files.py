"""Files of submissions that are taken in and made, as other files are."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

STATES = ("naming", "to_check", "checked", "to_take_in", "done", "failed")


def upgrade():
    """Go forward."""
    with op.batch_alter_table("submission_import") as batch_op:
        batch_op.add_column(sa.Column("name", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("closed", sa.Integer(), nullable=False, server_default="0"))
        batch_op.alter_column("file_id", existing_type=sa.Integer(), nullable=True)
        _recheck(batch_op, "submission_import", "state", STATES)
    op.execute(
        "UPDATE submission_import SET name ="
        " (SELECT stored_file.name FROM stored_file WHERE stored_file.id = submission_import.file_id)"
    )


def downgrade():
    """Go back."""
    op.execute("DELETE FROM submission_import WHERE file_id IS NULL")
    with op.batch_alter_table("submission_import") as batch_op:
        batch_op.alter_column("file_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("closed")
        batch_op.drop_column("name")
        _recheck(batch_op, "submission_import", "state", STATES)


def _recheck(batch_op, table, column, values):
    """Say again what a column may hold: SQLite forgets it when it builds a table anew."""
    if op.get_bind().dialect.name == "sqlite":
        said = ", ".join(f"'{value}'" for value in values)
        batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{column}"), f"{column} IN ({said})")
