"""A PostgreSQL server that says nothing is given up; what an operator has set stands."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from typing import cast

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

import api.models  # noqa: F401  the tables must be known to be compared
from api.db import make_engine
from api.postgres import CONNECT_SECONDS, LIMITS, Impatient, limits_beside
from tests.postgres import a_database, drop


@pytest.fixture
def mute() -> Iterator[str]:
    """The address of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"postgresql+psycopg://somebody@127.0.0.1:{listener.getsockname()[1]}/record"


@pytest.mark.parametrize("longest", [None, 15.0], ids=["migrations", "the site"])
def test_a_server_that_says_nothing_is_given_up_within_some_seconds(
    mute: str, longest: float | None
) -> None:
    engine = make_engine(mute, longest_statement=longest)
    began = time.monotonic()

    with pytest.raises(OperationalError), engine.connect():
        pass

    assert time.monotonic() - began < 3 * CONNECT_SECONDS


def test_what_is_set_in_the_address_or_around_us_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = make_url("postgresql+psycopg://db.example/record?connect_timeout=60&keepalives=0")

    assert set(LIMITS) - set(limits_beside(url)) == {"connect_timeout", "keepalives"}
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "60")
    assert "connect_timeout" not in limits_beside(url.set(query={}))


@pytest.fixture
def on_postgres(postgres: str) -> Iterator[str]:
    url = a_database(postgres)
    yield url
    drop(url)


@pytest.mark.postgres
def test_a_statement_of_the_site_is_ended_and_one_of_a_migration_is_not(on_postgres: str) -> None:
    site, migrations = make_engine(on_postgres, longest_statement=0.2), make_engine(on_postgres)
    long = text("SELECT pg_sleep(0.5)")

    with site.connect() as connection, pytest.raises(OperationalError, match="statement timeout"):
        connection.execute(long)
    with site.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    with migrations.connect() as connection:
        connection.execute(long)

    site.dispose()
    migrations.dispose()


@pytest.mark.postgres
def test_the_longest_statement_that_an_operator_has_set_stands(on_postgres: str) -> None:
    theirs = f"{on_postgres}?options=-c%20statement_timeout%3D60000"
    engine = make_engine(theirs, longest_statement=15.0)

    with engine.connect() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "1min"
        assert cast(Impatient, connection.connection.driver_connection).patience > 60

    engine.dispose()


@pytest.mark.postgres
def test_a_server_that_hangs_while_it_is_spoken_to_is_given_up(
    on_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.postgres.SPARE_SECONDS", 0.5)
    engine = make_engine(on_postgres, longest_statement=0.5)
    with engine.connect() as connection:
        stopped = connection.scalar(text("SELECT pg_backend_pid()"))
        os.kill(stopped, signal.SIGSTOP)
        began = time.monotonic()
        try:
            with pytest.raises(OperationalError) as failed:
                connection.execute(text("SELECT 1"))
        finally:
            os.kill(stopped, signal.SIGCONT)
    assert failed.value.connection_invalidated
    assert time.monotonic() - began < 5
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) != stopped

    engine.dispose()
