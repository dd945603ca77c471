"""What an erasure leaves in the database's files: emptied at once, or as soon as nobody is in the
way.

The key was written over, but SQLite's write-ahead log may still hold the page as it was, while a
reader needs it, and PostgreSQL keeps a row's old versions until the table is rewritten. Its pg_wal
is not ours to empty (docs/threat-model.md). A mark in `var` says that something is left, for
whichever process is up.
"""

import re
import sqlite3
import time
from pathlib import Path
from typing import cast

import psycopg
import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from api.background import Repeating
from api.db import get_sessions
from api.settings import get_settings

log = structlog.get_logger(__name__)
TRIES = 5
# While it waits for readers it holds up every writer: briefly, then the writers' turn.
WAITS_SECONDS = 0.1
PAUSE_SECONDS = 0.1
LATER_SECONDS = 10.0
# PostgreSQL's table is locked while it is rewritten: 0.15 s for 5,000 conversations.
REWRITES_SECONDS = 5.0


def mark() -> Path:
    return get_settings().var / "leftovers"


def leave_nothing_behind(sessions: sessionmaker[Session]) -> None:
    """After an erasure: empty what may still hold the key. Where somebody is in the way for longer
    than a second, the web process does it as soon as they are not."""
    if not _emptied(sessions.kw["bind"]):
        log.warning("leftovers_not_emptied")
        mark().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mark().touch(mode=0o600)


def empty_what_is_left(sessions: sessionmaker[Session]) -> None:
    """Do what an erasure could not."""
    if mark().exists():
        mark().unlink(missing_ok=True)  # first: an erasure meanwhile may make it anew
        leave_nothing_behind(sessions)


def emptier() -> Repeating:
    def work() -> None:
        empty_what_is_left(get_sessions())

    return Repeating("leftovers", work, seconds=LATER_SECONDS, patience=LATER_SECONDS)


def _emptied(engine: Engine) -> bool:
    empty = _log_emptied if engine.dialect.name == "sqlite" else _table_rewritten
    for tries_left in reversed(range(TRIES)):
        if empty(engine):
            return True
        if tries_left:
            time.sleep(PAUSE_SECONDS)
    return False


def _log_emptied(engine: Engine) -> bool:
    with engine.connect() as connection:
        raw = cast(sqlite3.Connection, connection.connection.driver_connection)
        connection.detach()  # its short patience is nobody else's
        raw.execute(f"PRAGMA busy_timeout = {WAITS_SECONDS * 1_000:.0f}")
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _table_rewritten(engine: Engine) -> bool:
    """A plain VACUUM may leave the bytes in the hole that it makes. A transaction that began before
    the erasure and is still open keeps the old versions even here; the server says how many."""
    told: list[str] = []
    try:
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            raw = cast(psycopg.Connection, connection.connection.driver_connection)
            connection.detach()  # its settings are nobody else's
            raw.add_notice_handler(lambda notice: told.append(notice.message_detail or ""))
            raw.execute(f"SET lock_timeout = {WAITS_SECONDS * 1_000:.0f}")
            raw.execute(f"SET statement_timeout = {REWRITES_SECONDS * 1_000:.0f}")
            raw.execute("VACUUM (FULL, VERBOSE) conversation")
    except (psycopg.Error, DBAPIError) as error:
        log.warning("table_not_rewritten", error=type(error).__name__)
        return False
    # In whatever language: the first number is of those that could not go.
    numbers = [number for detail in told for number in re.findall(r"\d+", detail)[:1]]
    return bool(numbers) and set(numbers) == {"0"}
