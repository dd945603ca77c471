"""The real site on a port, over a database file of its own, with a practitioner signed in."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import uvicorn
from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker

from api.db import for_reading, get_reading_session, get_session, make_engine, migrate
from api.steady import steady
from api.user.service import add_user
from api.vault.keys import KeyRing, get_keys
from tests.ports import free_port
from web.main import create_app

PASSWORD = "a long enough password"
KEYS = KeyRing((b"k" * 32,))


@dataclass
class Site:
    url: str
    sessions: sessionmaker[Session]
    person: UUID  # who is signed in
    client: httpx2.Client
    worked: list[float] = field(default_factory=list)  # processor time of each answer, ms

    def get(self, path: str) -> tuple[float, httpx2.Response]:
        """Return how long the whole answer took, in milliseconds, and the answer."""
        before, worked = time.perf_counter(), time.process_time()
        answer = self.client.get(path)
        self.worked.append((time.process_time() - worked) * 1_000)
        return (time.perf_counter() - before) * 1_000, answer


@contextmanager
def a_site(folder: Path) -> Iterator[Site]:
    """Serve a new, migrated SQLite file, as in service: WAL, every commit on disk."""
    url = f"sqlite:///{folder / 'many.db'}"
    migrate(url)
    sessions = sessionmaker(make_engine(url), expire_on_commit=False)
    with sessions.begin() as session:
        person = add_user(session, "sam", PASSWORD)
    app = _app(sessions)
    server = uvicorn.Server(uvicorn.Config(app, port=free_port(), log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    address = f"http://127.0.0.1:{server.config.port}"
    with httpx2.Client(base_url=address, follow_redirects=True, timeout=60) as client:
        client.headers["Origin"] = address
        _sign_in(client)
        yield Site(address, sessions, person, client)
    server.should_exit = True
    thread.join(timeout=10)


def _app(sessions: sessionmaker[Session]) -> FastAPI:
    def a_session() -> Iterator[Session]:
        with sessions.begin() as session:
            yield session

    readings = sessionmaker(for_reading(sessions.kw["bind"]), expire_on_commit=False)

    def a_reading_session() -> Iterator[Session]:
        with readings() as session:
            yield session

    @asynccontextmanager
    async def no_background(app: FastAPI) -> Any:
        with steady():
            yield

    app = create_app()
    app.router.lifespan_context = no_background
    app.dependency_overrides |= {
        get_keys: lambda: KEYS,
        get_session: a_session,
        get_reading_session: a_reading_session,
    }
    return app


def _sign_in(client: httpx2.Client) -> None:
    page = client.get("/review/sign-in").text
    form_key = re.search(r'name="form_key" value="([^"]+)"', page)
    assert form_key is not None
    form = {"form_key": form_key[1], "username": "sam", "password": PASSWORD}
    answer = client.post("/review/sign-in", data=form)
    assert answer.status_code == 200, answer.text
