"""A database that comes up after us is waited for; one that cannot be used is not."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from api.settings import get_settings
from cli.errors import Problem
from cli.main import app
from cli.serve import database
from cli.serve.database import migrate_once_up
from tests.ports import free_port
from tests.postgres import Server

Use = Callable[[str], None]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Use]:
    """Return a function that sets which database is used."""

    def use(url: str) -> None:
        monkeypatch.setenv("OWNWORDS_DATABASE_URL", url)
        get_settings.cache_clear()

    monkeypatch.setenv("OWNWORDS_VAR", str(tmp_path))
    monkeypatch.setattr(database, "PAUSE_S", 0.1)
    yield use
    get_settings.cache_clear()


def nowhere() -> str:
    return f"postgresql+psycopg://postgres@127.0.0.1:{free_port()}/postgres"


@pytest.mark.postgres
def test_one_that_comes_up_a_little_later_is_waited_for_and_that_is_said_once(use: Use) -> None:
    server, said = Server(), list[str]()
    engine = create_engine(f"{server.address}postgres")
    use(f"{server.address}postgres")
    later = threading.Timer(1.0, server.start)
    later.start()
    try:
        migrate_once_up(said.append)
        there = inspect(engine).get_table_names()
    finally:
        engine.dispose()
        later.join()
        server.stop()

    assert "conversation" in there
    (line,) = said
    assert "refused" in line
    assert "Waiting for the database, up to 60 s" in line


def test_one_that_never_comes_up_is_given_up(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONGEST_S", 0.5)
    use(nowhere())

    with pytest.raises(OperationalError):
        migrate_once_up(lambda line: None)


def test_a_file_that_cannot_be_opened_is_not_waited_for(use: Use, tmp_path: Path) -> None:
    use(f"sqlite:///{tmp_path}")  # a folder
    began = time.monotonic()

    with pytest.raises(OperationalError):
        migrate_once_up(pytest.fail)

    assert time.monotonic() - began < database.LONGEST_S / 2


def test_up_waits_and_then_says_why_it_cannot_start(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LONGEST_S", 0.5)
    for name in ("WEB", "RASA", "ACTIONS"):
        monkeypatch.setenv(f"OWNWORDS_{name}_PORT", str(free_port()))
    use(nowhere())

    result = CliRunner().invoke(app, ["up", "--no-train"])

    assert isinstance(result.exception, Problem)
    assert "The database cannot be used" in str(result.exception)
    assert result.stdout.count("Waiting for the database") == 1
