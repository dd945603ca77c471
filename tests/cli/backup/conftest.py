"""Where Own Words is installed, and another place that is empty."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from api import db
from api.chat import service as chat
from api.record.service import export_conversation
from api.settings import get_settings
from api.turn.service import Turns
from api.vault.keys import get_keys
from cli.errors import Problem
from cli.main import app
from tests.api.talk import say
from tests.builders import FakeBot
from tests.cli.conftest import forget
from tests.postgres import a_database

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


WORDS = "I want to sleep in my own bed"


ON_SQLITE = pytest.mark.parametrize("places", ["sqlite"], indirect=True)


DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


class Place:
    """Where Own Words is installed: a var folder and a database."""

    def __init__(self, var: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.var, self.url, self.monkeypatch = var, url, monkeypatch
        self.enter()

    def enter(self) -> None:
        self.monkeypatch.setenv("OWNWORDS_VAR", str(self.var))
        self.monkeypatch.setenv("OWNWORDS_DATABASE_URL", self.url)
        forget()

    @property
    def engine(self) -> Engine:
        return db.get_engine()

    @property
    def turns(self) -> Turns:
        return Turns(db.get_sessions(), get_keys(), FakeBot(), get_settings())

    def talk(self, words: str = WORDS) -> UUID:
        started = chat.start(self.turns)
        say(self.turns, started, words)
        return started.id

    def typed(self, conversation_id: UUID) -> list[str]:
        with db.session_scope() as session:
            record = export_conversation(session, get_keys(), conversation_id)
        return [turn.text for turn in record.turns if turn.sender == "person"]


class Places:
    def __init__(self, request: pytest.FixtureRequest, tmp_path: Path) -> None:
        self.request, self.tmp_path = request, tmp_path
        self.monkeypatch: pytest.MonkeyPatch = request.getfixturevalue("monkeypatch")

    def make(self, name: str) -> Place:
        var = self.tmp_path / name
        var.mkdir()
        url = f"sqlite:///{var / 'own-words.db'}"
        if self.request.param == "postgresql":
            url = a_database(self.request.getfixturevalue("postgres"))
        return Place(var, url, self.monkeypatch)


@pytest.fixture(params=DATABASES)
def places(request: pytest.FixtureRequest, tmp_path: Path, empty_var: Path) -> Iterator[Places]:
    yield Places(request, tmp_path)
    forget()


@pytest.fixture
def live(places: Places) -> Place:
    place = places.make("live")
    db.migrate()
    return place


def moved_keys(live: Place, other: Place) -> None:
    """The keys' own copy arrives, apart from the backup."""
    shutil.copytree(live.var / "keys", other.var / "keys")


def refused(*arguments: str) -> str:
    result = run(*arguments)
    assert isinstance(result.exception, Problem), result.exception
    return str(result.exception)


def a_backup_and_a_place(live: Place, places: Places) -> tuple[Path, Place]:
    backup = places.tmp_path / "one.owb"
    assert run("backup", str(backup)).exit_code == 0
    other = places.make("other")
    moved_keys(live, other)
    forget()
    return backup, other
