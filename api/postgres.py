"""A PostgreSQL server that takes connections and says nothing is not waited for without end."""

import os
from collections.abc import Mapping
from time import monotonic
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from sqlalchemy import URL, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.pool import ConnectionPoolEntry

# The least that libpq knows is two. Each of several hosts in an address has so long.
CONNECT_SECONDS = 3
# A server that is up ends a statement itself: what is silent for longer is not up.
SPARE_SECONDS = 5.0
# What libpq is told, by its own names. A wire that was cut is noticed within twenty seconds.
# tcp_user_timeout is Linux's; elsewhere, and for a socket in a folder, it means nothing.
LIMITS: Mapping[str, int] = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
ENVIRONMENT = {"connect_timeout": "PGCONNECT_TIMEOUT"}  # the others have none


def limits_beside(url: URL) -> dict[str, int]:
    """Return the limits that whoever wrote the address has not set themselves."""
    return {
        name: value
        for name, value in LIMITS.items()
        if name not in url.query and ENVIRONMENT.get(name, "") not in os.environ
    }


class Impatient(psycopg.Connection[Any]):
    """Gives a server up that does not answer. Its own limit, statement_timeout, is kept by the
    server, so one that hangs does not keep it."""

    patience = CONNECT_SECONDS + SPARE_SECONDS

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        began, longest = monotonic(), self.patience if timeout is None else timeout
        try:
            return super().wait(gen, interval, longest)
        except psycopg.OperationalError:
            if monotonic() - began >= longest:
                self.close()  # so that the pool gives it to nobody else
            raise


def limit_statements(engine: Engine, seconds: float) -> None:
    """End each statement of the engine after `seconds`, or after what the operator has set: in the
    address, for the role, or for the database. Raises OperationalError."""

    def connect(
        _: Dialect, __: ConnectionPoolEntry, given: Any, named: dict[str, Any]
    ) -> DBAPIConnection:
        return Impatient.connect(*given, **named)  # type: ignore[return-value]

    def prepare(connection: Impatient, _: object) -> None:
        connection.execute(
            "SELECT set_config('statement_timeout', %s, false) "
            "WHERE current_setting('statement_timeout') = '0'",
            (f"{seconds * 1_000:.0f}",),
        )
        query = "SELECT setting::float / 1000 FROM pg_settings WHERE name = 'statement_timeout'"
        row = connection.execute(query).fetchone()
        connection.commit()
        connection.patience = (row[0] if row else seconds) + SPARE_SECONDS

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", prepare)
