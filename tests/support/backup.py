"""Taking a backup of the whole database and restoring it, on both engines."""

import sqlalchemy as sa

from engage.core.database import Base, db, unit_of_work


def take_backup() -> dict:
    """Every row of every table."""
    db.session.remove()
    with db.engine.connect() as connection:
        return {
            table.name: [dict(row._mapping) for row in connection.execute(sa.select(table))]
            for table in Base.metadata.sorted_tables
        }


def restore_backup(database_home, backup: dict) -> None:
    """The database as it was; what happened since is gone."""
    database_home.empty()
    postgresql = db.engine.dialect.name == "postgresql"
    with unit_of_work():
        connection = db.session.connection()
        if not postgresql:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in Base.metadata.sorted_tables:
            _insert(connection, table, backup[table.name], postgresql)
    db.engine.dispose()


def _insert(connection, table, rows, postgresql) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)
    key = next(iter(table.primary_key.columns), None)
    if postgresql and rows and key is not None and isinstance(key.type, sa.Integer) and len(table.primary_key) == 1:
        sequence = connection.scalar(sa.func.pg_get_serial_sequence(table.name, key.name).select())
        if sequence:
            connection.execute(sa.select(sa.func.setval(sequence, max(row[key.name] for row in rows))))
