"""Who writes to the record, one after the other, with real files of SQLite."""

import gc
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from api import db
from api.db import for_reading, make_engine

ADD = text("INSERT INTO said (id) VALUES (:id)")


@pytest.fixture
def busy_seconds() -> float:
    return 20.0


@pytest.fixture
def engine(
    tmp_path: Path, busy_seconds: float, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    monkeypatch.setattr(db, "BUSY_SECONDS", busy_seconds)
    engine = make_engine(f"sqlite:///{tmp_path / 'record.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE said (id INTEGER PRIMARY KEY)"))
    yield engine
    engine.dispose()


def add(engine: Engine, number: int) -> None:
    with Session(engine) as session, session.begin():
        session.execute(ADD, {"id": number})


def count(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM said")).scalar_one())


def test_many_who_write_at_once_need_no_second_try_of_sqlites(engine: Engine) -> None:
    """Its own way of waiting is taken from it: whoever came to it while it is held would fail."""

    @event.listens_for(engine, "connect")
    def impatient(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA busy_timeout = 0")

    engine.dispose()  # the connection that was made before
    with ThreadPoolExecutor(20) as people:
        list(people.map(lambda number: add(engine, number), range(200)))

    assert count(engine) == 200


@pytest.mark.parametrize("busy_seconds", [0.3])
def test_who_waits_for_another_writer_is_told_that_the_record_is_locked(engine: Engine) -> None:
    with engine.begin() as writes:
        writes.execute(ADD, {"id": 1})
        began = time.monotonic()
        with ThreadPoolExecutor(1) as somebody:
            refused = somebody.submit(add, engine, 2).exception(20)

    assert isinstance(refused, OperationalError)
    assert "locked" in str(refused)
    assert 0.25 < time.monotonic() - began < 5


def test_reading_waits_for_no_writer(engine: Engine) -> None:
    with engine.begin() as writes:
        writes.execute(ADD, {"id": 1})
        with for_reading(engine).connect() as reads:
            assert reads.execute(text("SELECT count(*) FROM said")).scalar_one() == 0


@pytest.mark.parametrize("busy_seconds", [1.0])
def test_nobody_waits_longer_in_all_while_another_process_writes(
    engine: Engine, busy_seconds: float
) -> None:
    def how_long(number: int) -> float:
        began = time.monotonic()
        with pytest.raises(OperationalError):
            add(engine, number)
        return time.monotonic() - began

    with sqlite3.connect(str(engine.url.database)) as elsewhere:
        elsewhere.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(3) as people:
            waiting = []
            for number in range(3):
                waiting.append(people.submit(how_long, number))
                time.sleep(0.3)
            waits = [wait.result(20) for wait in waiting]
        elsewhere.rollback()

    assert max(waits) < busy_seconds + 0.5
    add(engine, 1)  # and the patience of a connection is what it was
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == 1000


@pytest.mark.parametrize("busy_seconds", [0.3])
@pytest.mark.parametrize(
    "goes_wrong", ["a row", "the connection", "the file", "it is taken out", "it is lost"]
)
def test_after_a_write_that_went_wrong_the_next_has_its_turn(
    engine: Engine, goes_wrong: str
) -> None:
    add(engine, 1)
    if goes_wrong == "a row":
        with pytest.raises(IntegrityError):
            add(engine, 1)
    elif goes_wrong == "the connection":
        with engine.connect() as connection:
            connection.execute(ADD, {"id": 9})
            connection.invalidate()
    elif goes_wrong == "it is taken out":
        connection = engine.connect()
        connection.execute(ADD, {"id": 9})
        connection.detach()
        connection.close()
    elif goes_wrong == "it is lost":
        engine.connect().execute(ADD, {"id": 9})
        gc.collect()
    else:
        path = Path(str(engine.url.database))
        with sqlite3.connect(path) as elsewhere:
            elsewhere.execute("BEGIN IMMEDIATE")
            with pytest.raises(OperationalError):
                add(engine, 2)
            elsewhere.rollback()
    with engine.connect():  # so that the next has another than the one before
        add(engine, 3)

    assert count(engine) == 2


def test_one_connection_may_write_twice(engine: Engine) -> None:
    with engine.connect() as connection:
        for number in (1, 2):
            connection.execute(ADD, {"id": number})
            connection.commit()

    add(engine, 3)
    assert count(engine) == 3
