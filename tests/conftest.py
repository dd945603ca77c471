"""What many tests need: an empty database of their own, a fake bot, and the site on top of them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session, sessionmaker

from api.chat.deps import get_turns
from api.db import get_reading_session, get_session, make_engine, migrate
from api.limits import forget_tries
from api.main import create_app
from api.settings import Settings, get_settings
from api.turn.service import Turns
from api.vault.keys import KeyRing, get_keys
from tests.builders import FakeBot
from tests.hashes import cheap_hashes
from tests.postgres import a_database, a_server, drop

ROOT = Path(__file__).parents[1]
MODELS = Path(os.environ.get("OWNWORDS_VAR", ROOT / "var")) / "models"


@pytest.fixture(autouse=True)
def fresh_tries() -> None:
    forget_tries()


@pytest.fixture(autouse=True, scope="session")
def hashes_are_cheap() -> Iterator[None]:
    with cheap_hashes():
        yield


@pytest.fixture(scope="session")
def the_api() -> FastAPI:
    """Built once: an app makes its routes ready when they are first asked for, which takes longer
    than most tests do."""
    return create_app()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, var=tmp_path / "var")


@pytest.fixture
def keys() -> KeyRing:
    return KeyRing((b"k" * 32,))


@pytest.fixture(scope="session")
def empty_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file, migrated as in service, once for all tests."""
    path = tmp_path_factory.mktemp("record") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def empty_postgres(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A server, and the name of an empty, migrated database in it, once for all tests."""
    server: str = request.getfixturevalue("postgres")
    url = a_database(server)
    migrate(url)
    return server, url.rpartition("/")[2]


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a real database of the test's own, empty and migrated: a file; or, with
    OWNWORDS_TEST_DATABASE=postgres, one in PostgreSQL."""
    if os.environ.get("OWNWORDS_TEST_DATABASE") == "postgres":
        server, template = request.getfixturevalue("empty_postgres")
        url = a_database(server, template)
        yield url
        drop(url)
        return
    shutil.copy(request.getfixturevalue("empty_record"), tmp_path / "record.db")
    yield f"sqlite:///{tmp_path / 'record.db'}"


@pytest.fixture
def sessions(database: str) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(database)
    yield sessionmaker(engine, expire_on_commit=False)
    engine.dispose()


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    with sessions.begin() as session:
        yield session


@pytest.fixture
def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture
def turns(
    sessions: sessionmaker[Session], keys: KeyRing, bot: FakeBot, settings: Settings
) -> Turns:
    return Turns(sessions, keys, bot, settings)


@pytest.fixture
def client(
    the_api: FastAPI,
    turns: Turns,
    keys: KeyRing,
    settings: Settings,
    sessions: sessionmaker[Session],
) -> TestClient:
    """The API over the test's own database and fake bot. Its background thread is not started."""

    def a_session() -> Iterator[Session]:
        with sessions.begin() as session:
            yield session

    replaced: dict[Any, Any] = {
        get_turns: lambda: turns,
        get_keys: lambda: keys,
        get_settings: lambda: settings,
        get_session: a_session,
        get_reading_session: a_session,
    }
    the_api.dependency_overrides = replaced
    return TestClient(the_api)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server; tests.postgres.a_database makes a database in it."""
    with a_server() as server:
        yield server


@pytest.fixture
def dispatcher() -> CollectingDispatcher:
    return CollectingDispatcher()


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    """The whole domain: the root file and every part, merged as Rasa merges them."""
    from tests.contract.rasa_files import load_domain

    return load_domain()
