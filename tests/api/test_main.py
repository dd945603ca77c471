"""What the site does as it starts."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated

import httpx2
import pytest
from fastapi import Depends, FastAPI
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from api import db, main
from api.db import make_engine
from api.errors import install_error_handlers
from tests.postgres import a_database


def site_with_one_that_holds_the_record_over_several_threads(engine: Engine) -> FastAPI:
    """As every page of practitioners does: who they are is looked up before the page is made."""
    sessions = sessionmaker(engine)
    site = FastAPI()
    install_error_handlers(site)

    def session() -> Iterator[Session]:
        with sessions.begin() as session:
            yield session

    depends = Depends(session, scope="function")

    def who(session: Annotated[Session, depends]) -> int:
        return int(session.execute(text("SELECT count(*) FROM said")).scalar_one())

    @site.get("/")
    def page(session: Annotated[Session, depends], number: Annotated[int, Depends(who)]) -> int:
        session.execute(text("INSERT INTO said VALUES (1)"))
        return number

    with sessions.begin() as first:
        first.execute(text("CREATE TABLE said (id INTEGER)"))
    return site


def test_whoever_holds_the_record_gets_the_thread_to_go_on_with(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'r'}")
    site = site_with_one_that_holds_the_record_over_several_threads(engine)

    async def all_at_once(people: int) -> list[int]:
        main.have_room_for(people)
        transport = httpx2.ASGITransport(site)
        async with httpx2.AsyncClient(transport=transport, base_url="http://site") as client:
            answers = await asyncio.gather(*(client.get("/") for _ in range(people)))
        return [answer.status_code for answer in answers]

    assert asyncio.run(all_at_once(120)) == [200] * 120


@pytest.mark.postgres
def test_whoever_gets_no_connection_is_soon_told_to_come_again(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.2)
    engine = make_engine(a_database(postgres))
    site = site_with_one_that_holds_the_record_over_several_threads(engine)

    async def ask() -> httpx2.Response:
        transport = httpx2.ASGITransport(site)
        async with httpx2.AsyncClient(transport=transport, base_url="http://site") as client:
            return await client.get("/")

    with ExitStack() as others:
        for _ in range(10 + 20):
            others.enter_context(engine.connect())
        begun = time.monotonic()
        answer = asyncio.run(ask())

    assert (answer.status_code, answer.json()["error"]) == (503, "unavailable")
    assert time.monotonic() - begun < 5
    assert asyncio.run(ask()).status_code == 200
    engine.dispose()


def test_it_gets_ready_to_read_while_it_answers_already(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answering = threading.Event(), threading.Event()

    def get_ready() -> None:
        asked.set()
        answering.wait(10)

    nobody = SimpleNamespace(start=lambda: None, stop=lambda: None)
    monkeypatch.setattr(main, "get_ready", get_ready)
    monkeypatch.setattr(main, "refuse_wrong_key", lambda *_: None)
    monkeypatch.setattr("api.main.logs.configure", lambda _: None)  # it is for good
    for name in ("get_turns", "get_keys", "get_reading_sessions"):
        monkeypatch.setattr(main, name, lambda: None)
    monkeypatch.setattr(main, "Reconciler", lambda _: nobody)
    monkeypatch.setattr(main, "escalator", lambda: nobody)

    async def start() -> None:
        async with main.lifespan(FastAPI()):
            answering.set()

    asyncio.run(start())

    assert asked.wait(10)
