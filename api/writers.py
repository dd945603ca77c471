"""The writers of this process wait for each other, and each is woken when the one before is done.

SQLite has one writer at a time, and lets the others ask again after a while: first after 1 ms, then
after ever longer. At a hundred conversations at once one in a hundred waited 0.8 s so for a lock
that is held for 6 ms (docs/decisions/0095). SQLite's own way is left for other processes.
"""

import sqlite3
import threading
from time import monotonic

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

HAS_TURN = "has_turn"
LESS_PATIENT = "less_patient"
# A wait that is shorter leaves SQLite all of its own.
WORTH_COUNTING = 0.1


def take_turns(engine: Engine, *, longest: float) -> None:
    """Begin each transaction of the engine: at once where it only reads, else in its turn. The turn
    lasts until the connection goes back to the pool, as each session's does when it commits. Raises
    OperationalError after `longest` seconds of waiting in all, as SQLite does."""
    turn = threading.Lock()

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("reads_only", False):
            connection.exec_driver_sql("BEGIN")
            return
        if HAS_TURN not in connection.info:
            left = _wait_for(turn, longest)
            connection.info[HAS_TURN] = True
            if left < longest * (1 - WORTH_COUNTING):
                connection.info[LESS_PATIENT] = True
                _wait_at_most(connection.connection.driver_connection, left)
        # Taking the write lock first: a reader that turns writer would fail at once.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def give_back(connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        """However the transaction ended."""
        if entry.info.pop(HAS_TURN, False):
            turn.release()  # first: whatever else goes wrong, the others go on
        if entry.info.pop(LESS_PATIENT, False) and connection is not None:
            _wait_at_most(connection, longest)

    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", give_back)
    event.listen(engine, "detach", give_back)  # such a one never comes back


def _wait_for(turn: threading.Lock, longest: float) -> float:
    """Return the seconds that are left."""
    began = monotonic()
    if not turn.acquire(timeout=longest):
        locked = sqlite3.OperationalError("database is locked")
        raise OperationalError("BEGIN IMMEDIATE", None, locked)
    return max(longest - (monotonic() - began), 0.0)


def _wait_at_most(connection: object, seconds: float) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")
