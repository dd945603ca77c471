"""What an erasure leaves in the database's files goes, at once or once nobody is in the way."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api import leftovers
from api.chat import service
from api.models import Conversation
from api.turn.service import Turns
from tests.databases import file_of, files_of


@pytest.fixture(autouse=True)
def mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    mark = tmp_path / "var" / "leftovers"
    monkeypatch.setattr(leftovers, "mark", lambda: mark)
    return mark


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
    turns: Turns, database: str, reader: sqlite3.Connection, mark: Path
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
    assert mark.exists(), "the reader is still there"

    reader.execute("COMMIT")
    leftovers.empty_what_is_left(turns.sessions)

    assert not in_files(key, database)
    assert not mark.exists()


@pytest.mark.sqlite
def test_with_nobody_in_the_way_nothing_is_left_at_once(
    turns: Turns, database: str, mark: Path
) -> None:
    started = service.start(turns)
    key = key_of(turns.sessions)
    assert in_files(key, database)

    service.erase(turns, started.id)

    assert not in_files(key, database)
    assert not mark.exists()
