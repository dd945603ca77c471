"""The key book holds the key of what is there and of nothing erased, whichever came first."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api import leftovers
from api.backup import book
from api.chat import service
from api.chat.destroy import destroy
from api.chat.schemas import Started
from api.leftovers import empty_what_is_left, leave_nothing_behind
from api.models import Conversation
from api.turn.service import Turns


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    where = tmp_path / "keys" / "book.db"
    monkeypatch.setattr(book, "path", lambda: where)
    monkeypatch.setattr(leftovers, "marks", lambda: tmp_path / "untidied")
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


def test_the_key_leaves_the_book_once_the_erasure_is_committed(
    turns: Turns, started: Started, where: Path
) -> None:
    with turns.sessions.begin() as session:
        gone(session, started)
        session.flush()
        assert started.id in book.read(where).keys

    leave_nothing_behind(turns.sessions)

    assert book.read(where).keys == {}


def test_the_key_leaves_the_book_where_nobody_lived_to_do_it(
    turns: Turns, started: Started, where: Path
) -> None:
    """As after kill -9, or a power cut, right after the commit."""
    with turns.sessions.begin() as session:
        gone(session, started)

    empty_what_is_left(turns.sessions)

    assert book.read(where).keys == {}


def test_every_key_of_one_commit_leaves_the_book(turns: Turns, where: Path) -> None:
    several, other = [service.start(turns) for _ in range(3)], service.start(turns)
    with turns.sessions() as session:
        book.renew(session)

    with turns.sessions.begin() as session:
        for each in several:
            gone(session, each)
    leave_nothing_behind(turns.sessions)

    assert set(book.read(where).keys) == {other.id}


def test_an_erasure_under_way_loses_no_key_to_another_process(
    turns: Turns, started: Started, where: Path
) -> None:
    with turns.sessions() as session:
        gone(session, started)
        session.flush()

        leftovers.announce(str(started.id))
        empty_what_is_left(turns.sessions)

        assert started.id in book.read(where).keys
        session.commit()
    empty_what_is_left(turns.sessions)
    assert book.read(where).keys == {}


def test_a_rollback_leaves_the_key_in_the_book_whatever_is_erased_later(
    turns: Turns, started: Started, where: Path
) -> None:
    with turns.sessions() as session:
        gone(session, started)
        session.rollback()

    service.erase(turns, service.start(turns).id)

    assert set(book.read(where).keys) == {started.id}


def test_the_mark_of_what_was_taken_back_goes_in_the_end(
    turns: Turns, started: Started, where: Path
) -> None:
    leftovers.announce(str(started.id))  # and then the commit failed
    (mark,) = leftovers.marks().iterdir()
    empty_what_is_left(turns.sessions)
    assert mark.exists()

    old = time.time() - 2 * leftovers.TAKEN_BACK_SECONDS
    os.utime(mark, (old, old))
    empty_what_is_left(turns.sessions)

    assert not mark.exists()
    assert started.id in book.read(where).keys


def test_a_book_that_is_mended_forgets_what_was_erased_meanwhile(
    turns: Turns, started: Started, where: Path
) -> None:
    whole = where.read_bytes()
    where.write_bytes(b"no database")
    service.erase(turns, started.id)

    where.write_bytes(whole)
    empty_what_is_left(turns.sessions)

    assert book.read(where).keys == {}


def test_where_no_mark_can_be_made_the_erasure_is_done_all_the_same(
    turns: Turns, started: Started, where: Path
) -> None:
    leftovers.marks().write_text("in the way")

    assert service.erase(turns, started.id).erased
    with turns.sessions() as session:
        assert session.get(Conversation, started.id) is None


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
        renewed = book.renew(session)

    assert renewed.keys == 1
    assert set(book.read(where).keys) == {other.id}


def test_two_backups_at_once_leave_out_no_key_of_what_has_just_begun(
    turns: Turns,
    readings: sessionmaker[Session],
    started: Started,
    where: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look, begun = book._there_now, list[Started]()

    def then_another_backup(session: Session) -> set[str]:
        there = look(session)
        if not begun:
            begun.append(service.start(turns))
            with readings() as other:
                book.renew(other)
        return there

    monkeypatch.setattr(book, "_there_now", then_another_backup)
    with readings() as session:
        book.renew(session)

    assert set(book.read(where).keys) == {started.id, begun[0].id}
