"""What an erasure leaves in the database's files and in the key book: tidied away at once, or as
soon as nobody is in the way.

The key was written over, but SQLite's write-ahead log may still hold the page as it was, while a
reader needs it, and PostgreSQL keeps a row's old versions until the table is rewritten. Its pg_wal
is not ours to empty (docs/threat-model.md). A mark in `var`, made before the erasure is committed,
says that something is left, for whichever process is up after a kill or a power cut.
"""

import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast
from uuid import UUID

import psycopg
import structlog
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from api.background import Repeating
from api.backup import book
from api.backup.files import to_the_disk
from api.db import for_reading, get_sessions
from api.models import Conversation
from api.settings import get_settings

log = structlog.get_logger(__name__)
GOING = "going"
KEYS = "keys"  # the mark for keys that were wrapped anew
MARK = re.compile(rf"{KEYS}|[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}")
AT_ONCE = 500  # of the marks; the rest in the next rounds
TAKEN_BACK_SECONDS = 86_400.0
TRIES = 5
# While it waits for readers it holds up every writer: briefly, then the writers' turn.
WAITS_SECONDS = 0.1
PAUSE_SECONDS = 0.1
LATER_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 600.0
# PostgreSQL's table is locked while it is rewritten: 0.15 s for 5,000 conversations.
REWRITES_SECONDS = 5.0


def marks() -> Path:
    """The folder of the marks: each is named by the conversation that goes."""
    return get_settings().var / "untidied"


def going(session: Session, conversation_id: UUID) -> None:
    """Have the erasure marked just before the session commits; once, for all that go with it."""
    session.info.setdefault(GOING, set()).add(str(conversation_id))


@event.listens_for(Session, "before_commit")
def _mark(session: Session) -> None:
    if names := session.info.get(GOING):
        announce(*names)


@event.listens_for(Session, "after_transaction_end")
def _marked(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(GOING, None)


def announce(*names: str) -> None:
    """Mark that something will be left of each. Raises nothing: where the disk takes no mark, what
    is left goes with the next erasure, and from the book with the next backup."""
    folder = marks()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in names:
            folder.joinpath(name).touch(mode=0o600)
        for changed in (folder, folder.parent):
            to_the_disk(changed)
    except OSError as error:
        log.warning("leftovers_not_marked", error=type(error).__name__)


def leave_nothing_behind(sessions: sessionmaker[Session]) -> None:
    """After an erasure was committed: take the key out of the book, and empty what may still hold
    it. Where somebody is in the way for longer than a second, the web process does it as soon as
    they are not. Raises nothing: what was erased is erased."""
    try:
        left = not _tidied(sessions)
    except (OSError, SQLAlchemyError, sqlite3.Error) as error:
        left = True
        log.warning("leftovers_not_found", error=type(error).__name__)
    if left:
        log.warning("leftovers_not_emptied")


def empty_what_is_left(sessions: sessionmaker[Session]) -> bool:
    """Do what an erasure could not, or did not live to do. Tells whether nothing is left."""
    return not _gone(sessions) or _tidied(sessions)


def _tidied(sessions: sessionmaker[Session]) -> bool:
    gone = _gone(sessions)
    forgotten = _forgotten(gone)
    done = _emptied(sessions.kw["bind"]) and forgotten
    for path in gone if done else []:
        path.unlink(missing_ok=True)
    return done


def _gone(sessions: sessionmaker[Session]) -> list[Path]:
    """Return the marks of what is erased and committed. That of an erasure under way, which another
    process may be at, stays; so does one that was taken back, until it is old."""
    paths = [path for path in marks().glob("*") if MARK.fullmatch(path.name)][:AT_ONCE]
    ids = {path: UUID(path.name) for path in paths if path.name != KEYS}
    with Session(for_reading(sessions.kw["bind"])) as session:  # whoever writes is not waited for
        query = select(Conversation.id).where(Conversation.id.in_(ids.values()))
        there = set(session.scalars(query)) if ids else set()
    for path, conversation_id in ids.items():
        if conversation_id in there and time.time() - _made(path) > TAKEN_BACK_SECONDS:
            path.unlink(missing_ok=True)
    return [path for path in paths if ids.get(path) not in there]


def _made(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process was at it
        return time.time()


def _forgotten(gone: list[Path]) -> bool:
    try:
        book.forget([path.name for path in gone if path.name != KEYS])
    except (OSError, sqlite3.Error) as error:  # it is erased all the same
        log.warning("keys_not_forgotten", error=type(error).__name__)
        return False
    return True


class Emptier:
    """Tries again and again, each time after a longer pause: on PostgreSQL a try rewrites a table,
    in vain for as long as an old transaction is open."""

    def __init__(self, sessions: Callable[[], sessionmaker[Session]]) -> None:
        self._sessions, self._pause, self._not_before = sessions, LATER_SECONDS, 0.0

    def __call__(self) -> None:
        if time.monotonic() < self._not_before:
            return
        self._not_before = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
        if empty_what_is_left(self._sessions()):
            self._pause, self._not_before = LATER_SECONDS, 0.0


def emptier() -> Repeating:
    work = Emptier(get_sessions)
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
