"""What an erasure leaves in the database's files goes, at once or once nobody is in the way."""

import errno
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from api import leftovers
from api.chat import service
from api.chat.destroy import destroy
from api.chat.schemas import Started
from api.models import Conversation
from api.turn.service import Turns
from tests.databases import ON_POSTGRES, file_of, files_of

on_postgres = pytest.mark.skipif(not ON_POSTGRES, reason="PostgreSQL keeps old versions of rows")


@pytest.fixture(autouse=True)
def marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "var" / "untidied"
    monkeypatch.setattr(leftovers, "marks", lambda: folder)
    return folder


def marked(marks: Path) -> list[str]:
    return [path.name for path in marks.iterdir()]


@pytest.fixture
def reader(database: str) -> Iterator[sqlite3.Connection]:
    """Somebody who reads all the while."""
    with closing(sqlite3.connect(file_of(database))) as reader:
        reader.isolation_level = None
        yield reader


def key_of(sessions: sessionmaker[Session]) -> bytes:
    with sessions() as session:
        return bytes(session.scalars(select(Conversation.wrapped_key)).one())


def in_files(key: bytes, url: str) -> bool:
    return any(key in path.read_bytes() for path in files_of(url))


@pytest.mark.sqlite
def test_a_reader_in_the_way_holds_nobody_up_long_and_once_it_is_gone_nothing_is_left(
    turns: Turns, database: str, reader: sqlite3.Connection, marks: Path
) -> None:
    started = service.start(turns)
    key = key_of(turns.sessions)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM conversation").fetchall()

    began = time.monotonic()
    assert service.erase(turns, started.id).erased

    assert time.monotonic() - began < 3
    assert in_files(key, database)
    leftovers.empty_what_is_left(turns.sessions)
    assert marked(marks) == [str(started.id)], "the reader is still there"

    reader.execute("COMMIT")
    leftovers.empty_what_is_left(turns.sessions)

    assert not in_files(key, database)
    assert marked(marks) == []


def the_newest_of_several(turns: Turns) -> tuple[bytes, Started]:
    """Beside others, and the newest: a plain VACUUM leaves the bytes of such a one in place."""
    for _ in range(3):
        service.start(turns)
    newest = service.start(turns)
    with turns.sessions() as session:
        return bytes(session.get_one(Conversation, newest.id).wrapped_key), newest


def in_tables(key: bytes, url: str) -> bool:
    return any(key in path.read_bytes() for path in files_of(url) if "pg_wal" not in path.parts)


@on_postgres
def test_on_postgres_the_key_is_in_no_file_of_the_table_any_more(
    turns: Turns, database: str, marks: Path
) -> None:
    key, newest = the_newest_of_several(turns)
    assert in_tables(key, database)

    service.erase(turns, newest.id)

    assert not in_tables(key, database)
    assert marked(marks) == []


@on_postgres
def test_on_postgres_what_an_open_transaction_keeps_goes_once_it_has_ended(
    turns: Turns, readings: sessionmaker[Session], database: str, marks: Path
) -> None:
    key, newest = the_newest_of_several(turns)
    with readings() as reader:
        reader.execute(text("SELECT count(*) FROM audit_event"))  # another table: no lock on ours
        assert service.erase(turns, newest.id).erased
        assert marked(marks) == [str(newest.id)]

    leftovers.empty_what_is_left(turns.sessions)

    assert not in_tables(key, database)
    assert marked(marks) == []


@pytest.mark.sqlite
def test_what_a_kill_right_after_the_commit_leaves_is_emptied(
    turns: Turns, database: str, marks: Path
) -> None:
    started = service.start(turns)
    key = key_of(turns.sessions)
    with turns.sessions.begin() as session:
        destroy(session, session.get_one(Conversation, started.id))
    assert in_files(key, database)

    leftovers.empty_what_is_left(turns.sessions)

    assert not in_files(key, database)
    assert marked(marks) == []


@pytest.mark.sqlite
def test_with_nobody_in_the_way_nothing_is_left_at_once(
    turns: Turns, database: str, marks: Path
) -> None:
    started = service.start(turns)
    key = key_of(turns.sessions)
    assert in_files(key, database)

    service.erase(turns, started.id)

    assert not in_files(key, database)
    assert marked(marks) == []


def test_what_is_no_mark_of_ours_is_in_nobodys_way(
    turns: Turns, started: Started, marks: Path
) -> None:
    marks.mkdir(parents=True)
    (marks / ".nfs0001").touch()

    assert service.erase(turns, started.id).erased

    assert marked(marks) == [".nfs0001"]


def test_what_cannot_be_tidied_undoes_no_erasure(
    turns: Turns, started: Started, marks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_disk(_: object) -> bool:
        raise OSError(errno.EIO, "the disk is gone")

    monkeypatch.setattr(leftovers, "_emptied", no_disk)

    assert service.erase(turns, started.id).erased
    assert marked(marks) == [str(started.id)]


def test_each_try_in_vain_is_followed_by_a_longer_pause(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, tried, in_vain = 0.0, list[float](), True

    def tries(_: object) -> bool:
        tried.append(now)
        return not in_vain

    monkeypatch.setattr(leftovers, "empty_what_is_left", tries)
    monkeypatch.setattr("api.leftovers.time.monotonic", lambda: now)
    emptier = leftovers.Emptier(lambda: turns.sessions)

    while now < 100:
        emptier()
        now += leftovers.LATER_SECONDS
    assert tried == [0, 10, 30, 70]

    in_vain, now = False, 200
    emptier()
    now += leftovers.LATER_SECONDS
    emptier()
    assert tried[4:] == [200, 210]
