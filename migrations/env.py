"""Alembic's environment: one transaction behind a lock, on SQLite with foreign keys off."""

from alembic import context
from sqlalchemy import create_engine, event, pool, text

config = context.config
SEARCH_TABLES = "search_index"
WAIT_SECONDS = 300


def own(_thing, name, kind, _reflected, _compared):
    """Leave out what the full-text engines make for themselves."""
    return not (kind in ("table", "index") and (name or "").startswith(SEARCH_TABLES))


def prepare(raw, _record):
    """Rebuilding a table with foreign keys on would delete its children's rows."""
    raw.isolation_level = None
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA foreign_keys=OFF")


def run():
    """Run the migrations that are missing."""
    url = config.attributes["url"]
    sqlite = url.startswith("sqlite")
    engine = create_engine(url, poolclass=pool.NullPool, connect_args={"timeout": WAIT_SECONDS} if sqlite else {})
    if sqlite:
        event.listen(engine, "connect", prepare)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.connect() as connection, connection.begin():
        if not sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(7304)"))
        context.configure(
            connection=connection,
            target_metadata=config.attributes["metadata"],
            render_as_batch=True,
            include_object=own,
            transactional_ddl=True,
        )
        context.run_migrations()
        if sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"foreign keys are broken after the migration: {broken[:5]}")
    engine.dispose()


run()
