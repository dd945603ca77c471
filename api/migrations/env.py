"""Run the migrations on the database that the settings or the caller name."""

from alembic import context
from sqlalchemy import Connection

import api.models  # noqa: F401  the tables must be known to be compared
from api.db import Base, make_engine
from api.settings import get_settings

target = Base.metadata


def migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=target, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


def let_tables_be_rebuilt(connection: Connection) -> None:
    """On SQLite a change of columns drops the table and makes it anew; with foreign keys on, the
    drop would delete every row that points to it. Off for this connection, before it begins."""
    if connection.dialect.name == "sqlite":
        raw = connection.connection.driver_connection
        if raw is not None:
            raw.execute("PRAGMA foreign_keys=OFF")


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    url = context.config.attributes.get("url") or get_settings().database
    engine = make_engine(url)
    with engine.connect() as connection:
        let_tables_be_rebuilt(connection)
        migrate(connection)
        connection.commit()
    engine.dispose()
