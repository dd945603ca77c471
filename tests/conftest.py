"""What many tests need: an empty database of their own, a fake bot, and the site on top of them."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session, sessionmaker

from api import leftovers
from api.chat.deps import get_turns
from api.db import for_reading, get_reading_session, get_session, make_engine
from api.limits import forget_tries
from api.main import create_app
from api.settings import Settings, get_settings
from api.turn.service import Turns
from api.vault.keys import KeyRing, get_keys
from tests.builders import FakeBot
from tests.databases import ON_POSTGRES, SQLITE_ALONE, Databases
from tests.hashes import cheap_hashes
from tests.postgres import a_server

ROOT = Path(__file__).parents[1]
MODELS = Path(os.environ.get("OWNWORDS_VAR", ROOT / "var")) / "models"


@pytest.fixture(autouse=True)
def fresh_tries() -> None:
    forget_tries()


@pytest.fixture(autouse=True, scope="session")
def hashes_are_cheap() -> Iterator[None]:
    with cheap_hashes():
        yield


@pytest.fixture(autouse=True, scope="session")
def marks_lie_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Not in the folder of whoever runs the tests."""
    folder = tmp_path_factory.mktemp("marks") / "untidied"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leftovers, "marks", lambda: folder)
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


def pytest_runtest_setup(item: pytest.Item) -> None:
    if ON_POSTGRES and item.get_closest_marker("sqlite"):
        pytest.skip(SQLITE_ALONE)


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    """Makes databases: files; or, with OWNWORDS_TEST_DATABASE=postgres, in a PostgreSQL server."""
    server: str | None = request.getfixturevalue("postgres") if ON_POSTGRES else None
    return Databases(tmp_path_factory.mktemp("record"), server)


@pytest.fixture
def database(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of a real database of the test's own, empty and migrated."""
    url = databases.migrated(tmp_path)
    yield url
    databases.drop(url)


@pytest.fixture
def sessions(database: str) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(database)
    yield sessionmaker(engine, expire_on_commit=False)
    engine.dispose()


@pytest.fixture
def readings(sessions: sessionmaker[Session]) -> sessionmaker[Session]:
    """Sessions that only read, as the site has them."""
    return sessionmaker(for_reading(sessions.kw["bind"]), expire_on_commit=False)


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
    readings: sessionmaker[Session],
) -> TestClient:
    """The API over the test's own database and fake bot. Its background thread is not started."""

    def a_session() -> Iterator[Session]:
        with sessions.begin() as session:
            yield session

    def a_reading_session() -> Iterator[Session]:
        with readings() as session:
            yield session

    replaced: dict[Any, Any] = {
        get_turns: lambda: turns,
        get_keys: lambda: keys,
        get_settings: lambda: settings,
        get_session: a_session,
        get_reading_session: a_reading_session,
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
