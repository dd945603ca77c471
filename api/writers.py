"""One writer after the other on SQLite, each as soon as the one before is done.

SQLite has one writer at a time, and lets the others ask again after a while: first after 1 ms, then
after ever longer. At a hundred conversations at once one in a hundred waited 0.8 s so for a lock
that is held for 6 ms (docs/decisions/0095). Those of this process wait for each other here, and are
woken; SQLite's own way is left for other processes.
"""

import sqlite3
import threading

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

WRITES = "writes"


def take_turns(engine: Engine, *, longest: float) -> None:
    """Begin each transaction of the engine: at once where it only reads, else in its turn. Raises
    OperationalError after `longest` seconds of waiting, as SQLite does."""
    turn = threading.Lock()

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("reads_only", False):
            connection.exec_driver_sql("BEGIN")
            return
        if WRITES not in connection.info:
            if not turn.acquire(timeout=longest):
                locked = sqlite3.OperationalError("database is locked")
                raise OperationalError("BEGIN IMMEDIATE", None, locked)
            connection.info[WRITES] = True
        # Taking the write lock first: a reader that turns writer would fail at once.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def end(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        """However the transaction ended: a connection always comes back to the pool."""
        if entry.info.pop(WRITES, None):
            turn.release()

    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", end)
