"""The site over a database of the test's own and a scripted bot, on a port where a
browser needs one."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser
from sqlalchemy.orm import Session, sessionmaker

from api.chat.deps import get_turns
from api.db import get_reading_session, get_session
from api.settings import Settings, get_settings
from api.turn.service import Turns
from api.user.service import add_user
from api.vault.keys import KeyRing, get_keys
from tests.api.language.pseudo import installing, pseudo_languages
from tests.e2e.browser import a_browser
from tests.ports import free_port
from tests.web.script_bot import ScriptBot
from web.main import create_app

ORIGIN = "http://testserver"
PASSWORD = "a long enough password"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def bot() -> ScriptBot:
    return ScriptBot()


@pytest.fixture
def turns(
    sessions: sessionmaker[Session], keys: KeyRing, bot: ScriptBot, settings: Settings
) -> Turns:
    return Turns(sessions, keys, bot, settings)


@pytest.fixture(scope="session")
def whole_site() -> FastAPI:
    """Built once: an app makes its routes ready when they are first asked for, which takes longer
    than most tests do. Without the threads that work behind it."""

    @asynccontextmanager
    async def no_background(app: FastAPI) -> Any:
        yield

    app = create_app()
    app.router.lifespan_context = no_background
    return app


@pytest.fixture
def site(
    whole_site: FastAPI,
    turns: Turns,
    keys: KeyRing,
    settings: Settings,
    sessions: sessionmaker[Session],
    readings: sessionmaker[Session],
) -> FastAPI:
    def a_session() -> Iterator[Session]:
        with sessions.begin() as session:
            yield session

    def a_reading_session() -> Iterator[Session]:
        with readings() as session:
            yield session

    whole_site.dependency_overrides = {
        get_turns: lambda: turns,
        get_keys: lambda: keys,
        get_settings: lambda: settings,
        get_session: a_session,
        get_reading_session: a_reading_session,
    }
    return whole_site


@pytest.fixture
def browser(site: FastAPI) -> TestClient:
    """A browser without scripts, which says where its forms come from."""
    return TestClient(site, headers={"Origin": ORIGIN})


@pytest.fixture
def _languages() -> Iterator[None]:
    """Made-up languages are installed: one with accents, one from right to left."""
    with installing(pseudo_languages()):
        yield


@pytest.fixture
def practitioner(sessions: sessionmaker[Session]) -> str:
    with sessions.begin() as session:
        add_user(session, "sam", PASSWORD)
    return "sam"


@pytest.fixture
def colleague(sessions: sessionmaker[Session]) -> str:
    with sessions.begin() as session:
        add_user(session, "ada", PASSWORD)
    return "ada"


@pytest.fixture
def address(site: FastAPI) -> Iterator[str]:
    """The site on a port, for a real browser."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(site, port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


def field(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"there is no field {name}"
    return found[1]
