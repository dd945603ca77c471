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


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    url = context.config.attributes.get("url") or get_settings().database
    engine = make_engine(url)
    with engine.connect() as connection:
        migrate(connection)
        connection.commit()
    engine.dispose()
