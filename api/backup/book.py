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

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.models import Conversation
from api.settings import get_settings


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
    """Make the book hold the keys of the conversations that there are, and no other."""
    rows = session.execute(select(Conversation.id, Conversation.wrapped_key))
    now = {str(row.id): bytes(row.wrapped_key) for row in rows}
    with _opened(where or path()) as book:
        for (gone,) in book.execute("SELECT id FROM key").fetchall():
            if gone not in now:
                book.execute("DELETE FROM key WHERE id = ?", (gone,))
        book.executemany("INSERT OR REPLACE INTO key VALUES (?, ?)", now.items())
    return len(now)


def forget(conversation_id: UUID) -> None:
    """Take a conversation's key out of the book, where there is a book."""
    if path().exists():
        with _opened(path()) as book:
            book.execute("DELETE FROM key WHERE id = ?", (str(conversation_id),))


def keys_in(where: Path) -> dict[UUID, bytes]:
    with _opened(where) as book:
        return {UUID(row[0]): bytes(row[1]) for row in book.execute("SELECT * FROM key")}
