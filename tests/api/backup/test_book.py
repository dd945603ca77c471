"""The key book holds the key of what is there and of nothing erased, whichever came first."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from api import leftovers
from api.backup import book
from api.chat import service
from api.chat.destroy import destroy
from api.chat.schemas import Started
from api.models import Conversation
from api.turn.service import Turns


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    where = tmp_path / "keys" / "book.db"
    monkeypatch.setattr(book, "path", lambda: where)
    monkeypatch.setattr(leftovers, "mark", lambda: tmp_path / "leftovers")
    return where


@pytest.fixture
def started(turns: Turns, where: Path) -> Started:
    """One whose key is in the book."""
    started = service.start(turns)
    with turns.sessions() as session:
        book.renew(session)
    return started


def gone(session: Session, started: Started) -> None:
    destroy(session, session.get_one(Conversation, started.id))


def test_the_key_leaves_the_book_with_the_commit(
    turns: Turns, started: Started, where: Path
) -> None:
    with turns.sessions.begin() as session:
        gone(session, started)
        assert started.id in book.keys_in(where)

    assert book.keys_in(where) == {}


def test_every_key_of_one_commit_leaves_the_book(turns: Turns, where: Path) -> None:
    several, other = [service.start(turns) for _ in range(3)], service.start(turns)
    with turns.sessions() as session:
        book.renew(session)

    with turns.sessions.begin() as session:
        for each in several:
            gone(session, each)

    assert set(book.keys_in(where)) == {other.id}


def test_a_commit_that_fails_leaves_the_key_in_the_book(
    turns: Turns, started: Started, where: Path
) -> None:
    engine = turns.sessions.kw["bind"]

    def full(_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with turns.sessions() as session:
        gone(session, started)
        event.listen(engine, "commit", full)
        with pytest.raises(sqlite3.OperationalError):
            session.commit()
        event.remove(engine, "commit", full)
        session.rollback()
        session.commit()

    assert started.id in book.keys_in(where)


def test_a_rollback_leaves_the_key_in_the_book_whatever_is_committed_later(
    turns: Turns, started: Started, where: Path
) -> None:
    with turns.sessions() as session:
        gone(session, started)
        session.rollback()
        session.get_one(Conversation, started.id).version += 1
        session.commit()

    assert started.id in book.keys_in(where)


def test_a_book_that_cannot_be_written_undoes_no_erasure(
    turns: Turns, started: Started, where: Path
) -> None:
    where.write_bytes(b"no database")

    assert service.erase(turns, started.id).erased


def test_what_is_erased_while_the_book_is_renewed_is_not_in_it(
    turns: Turns,
    readings: sessionmaker[Session],
    started: Started,
    where: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between its reading and its writing. The session sees the record as it was, as one on
    PostgreSQL may."""
    other = service.start(turns)
    opened, erased = book._opened, list[bool]()

    @contextmanager
    def after_an_erasure(path: Path) -> Iterator[sqlite3.Connection]:
        if not erased:
            erased.append(True)
            assert service.erase(turns, started.id).erased
        with opened(path) as connection:
            yield connection

    monkeypatch.setattr(book, "_opened", after_an_erasure)
    with readings() as session:
        count = book.renew(session)

    assert count == 1
    assert set(book.keys_in(where)) == {other.id}
