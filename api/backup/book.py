"""The key book: every conversation's wrapped key, in a file of its own beside the key-encryption
keys. Backups of the data hold no key of a conversation.

So what is erased is erased from every backup as well: its key leaves the book, of which there is
only the newest, and the words in old backups can never be opened again (crypto-shredding).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session, SessionTransaction

from api.db import for_reading
from api.models import Conversation
from api.settings import get_settings

log = structlog.get_logger(__name__)
GOING = "keys_to_forget"


def path() -> Path:
    return get_settings().var / "keys" / "book.db"


@contextmanager
def _opened(where: Path) -> Iterator[sqlite3.Connection]:
    where.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    where.touch(mode=0o600)
    with closing(sqlite3.connect(where, timeout=10.0)) as book:
        book.execute("PRAGMA secure_delete=ON")  # a key that goes is written over
        with book:
            book.execute("CREATE TABLE IF NOT EXISTS key (id TEXT PRIMARY KEY, wrapped BLOB)")
            yield book


def renew(session: Session, where: Path | None = None) -> int:
    """Make the book hold the keys of the conversations that there are, and no other.

    A conversation may be erased between the reading and the writing. So there is a second look, at
    what is there after the writing: who commits later still forgets later still.
    """
    rows = session.execute(select(Conversation.id, Conversation.wrapped_key))
    now = {str(row.id): bytes(row.wrapped_key) for row in rows}
    with _opened(where or path()) as book:
        book.executemany("INSERT OR REPLACE INTO key VALUES (?, ?)", now.items())
    there = _there_now(session)
    with _opened(where or path()) as book:
        known = {str(row[0]) for row in book.execute("SELECT id FROM key")}
        _delete(book, known - there)
    return len(now.keys() & there)


def _there_now(session: Session) -> set[str]:
    """Read in a transaction of its own: the session's may see the record as it was before."""
    engine = session.get_bind()
    assert isinstance(engine, Engine)  # noqa: S101 - mypy
    with Session(for_reading(engine)) as fresh:
        return {str(conversation_id) for conversation_id in fresh.scalars(select(Conversation.id))}


def _delete(book: sqlite3.Connection, ids: set[str]) -> None:
    book.executemany("DELETE FROM key WHERE id = ?", [(each,) for each in ids])


def forget_once_committed(session: Session, conversation_id: UUID) -> None:
    """Take a conversation's key out of the book, where there is one, once the session has
    committed. Not before: a commit may fail, and what lives on without its key in the book would
    be taken for erased by a restore."""
    session.info.setdefault(GOING, set()).add(str(conversation_id))


@event.listens_for(Session, "after_commit")
def _forget(session: Session) -> None:
    going = session.info.pop(GOING, None)
    if going and path().exists():
        try:
            with _opened(path()) as book:
                _delete(book, going)
        except sqlite3.Error as error:  # it is erased all the same; the next backup looks again
            log.warning("keys_not_forgotten", error=type(error).__name__)


@event.listens_for(Session, "after_transaction_end")
def _keep(session: Session, transaction: SessionTransaction) -> None:
    """However it ended otherwise, what was to go is there still."""
    if transaction.parent is None:
        session.info.pop(GOING, None)


def keys_in(where: Path) -> dict[UUID, bytes]:
    with _opened(where) as book:
        return {UUID(row[0]): bytes(row[1]) for row in book.execute("SELECT * FROM key")}
