"""The key book: every conversation's wrapped key, in a file of its own beside the key-encryption
keys. Backups of the data hold no key of a conversation.

So what is erased is erased from every backup as well: its key leaves the book, of which there is
only the newest, and the words in old backups can never be opened again (crypto-shredding).
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.db import for_reading
from api.models import Conversation
from api.settings import get_settings
from api.vault.keys import KeyUnusable

GENERATION = "generation"


class Book(NamedTuple):
    """What a book holds. Its generation is 0 where it was last renewed by 0.1.0."""

    generation: int
    keys: dict[UUID, bytes]


class Renewed(NamedTuple):
    keys: int
    generation: int


def path() -> Path:
    return get_settings().var / "keys" / "book.db"


@contextmanager
def _opened(where: Path) -> Iterator[sqlite3.Connection]:
    where.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    where.touch(mode=0o600)
    with closing(sqlite3.connect(where, timeout=10.0)) as book:
        book.execute("PRAGMA secure_delete=ON")  # a key that goes is written over
        with book:
            book.execute("BEGIN IMMEDIATE")
            book.execute("CREATE TABLE IF NOT EXISTS key (id TEXT PRIMARY KEY, wrapped BLOB)")
            book.execute("CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value INTEGER)")
            yield book


def renew(session: Session, where: Path | None = None) -> Renewed:
    """Make the book hold the keys of the conversations that there are, and no other.

    A conversation may be erased between the reading and the writing. So there is a second look, at
    what is there after the writing: who commits later still forgets later still.
    """
    rows = session.execute(select(Conversation.id, Conversation.wrapped_key))
    now = {str(row.id): bytes(row.wrapped_key) for row in rows}
    with _opened(where or path()) as book:
        book.executemany("INSERT OR REPLACE INTO key VALUES (?, ?)", now.items())
        known = {str(row[0]) for row in book.execute("SELECT id FROM key")}
        generation = _raised(book)
    there = _there_now(session)  # after the book: another backup may add what has just begun
    with _opened(where or path()) as book:
        _delete(book, known - there)
    return Renewed(len(now.keys() & there), generation)


def _raised(book: sqlite3.Connection) -> int:
    """Give the book a generation above each that it had, and return it. It is the time in
    milliseconds, so that a book made anew after one was lost is not taken for an older one."""
    generation = max(_generation(book) + 1, time.time_ns() // 1_000_000)
    book.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (GENERATION, generation))
    return generation


def _generation(book: sqlite3.Connection) -> int:
    row = book.execute("SELECT value FROM about WHERE name = ?", (GENERATION,)).fetchone()
    return int(row[0]) if row else 0


def _there_now(session: Session) -> set[str]:
    """Read in a transaction of its own: the session's may see the record as it was before."""
    engine = session.get_bind()
    assert isinstance(engine, Engine)  # noqa: S101 - mypy
    with Session(for_reading(engine)) as fresh:
        return {str(conversation_id) for conversation_id in fresh.scalars(select(Conversation.id))}


def _delete(book: sqlite3.Connection, ids: set[str]) -> None:
    book.executemany("DELETE FROM key WHERE id = ?", [(each,) for each in ids])


def forget(ids: list[str]) -> None:
    """Take the keys of what is erased out of the book, where there is one. Only once the erasure is
    committed: it may fail, and what lives on without its key in the book would be taken for erased
    by a restore. Raises sqlite3.Error."""
    if ids and path().exists():
        with _opened(path()) as book:
            _delete(book, set(ids))


def read(where: Path) -> Book:
    """Read a book, which may be a copy in another place, and change nothing in it. Raises
    KeyUnusable."""
    try:
        # rw: what a kill left half written is first undone, which a mere reader may not do.
        with closing(sqlite3.connect(f"{where.absolute().as_uri()}?mode=rw", uri=True)) as book:
            known = {UUID(row[0]): bytes(row[1]) for row in book.execute("SELECT * FROM key")}
            told = book.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone()
            return Book(_generation(book) if told else 0, known)
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise KeyUnusable(f"{where} is no key book, or is damaged.") from error
