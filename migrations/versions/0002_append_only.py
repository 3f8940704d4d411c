"""The ledger can only grow: entries and seals are neither changed nor deleted."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("ledger_entry", "ledger_seal")


def upgrade():
    """Refuse changes by triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
        )
    for table in TABLES:
        for event in ("UPDATE", "DELETE"):
            op.execute(statement(table, event, op.get_bind().dialect.name))


def statement(table, event, dialect):
    """The trigger that refuses an event on a table."""
    name = f"{table}_no_{event.lower()}"
    if dialect == "postgresql":
        return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_append_only()"
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    )


def downgrade():
    """Let go."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for event in ("update", "delete"):
            on = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {table}_no_{event}{on}")
    if postgresql:
        op.execute("DROP FUNCTION ledger_append_only()")
