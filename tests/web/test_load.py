"""Too many at once, too slowly, or packed: some are told so plainly, the others are answered."""

import asyncio
import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.load import Load
from api.settings import Settings
from tests.web.conftest import ORIGIN, field
from tests.web.script_bot import ScriptBot
from web import guard
from web.guard import SizeLimit

FULL = "Many people are using this right now"


@contextmanager
def all_places_taken(
    browser: TestClient, bot: ScriptBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Somebody else's turn is under way, and there is one place."""
    monkeypatch.setattr("api.load.get_settings", lambda: Settings(_env_file=None, most_at_once=1))
    reached, released = threading.Event(), threading.Event()
    answer = bot.turn

    def slow(body: object) -> object:
        reached.set()
        assert released.wait(10)
        return answer(body)  # type: ignore[arg-type]

    monkeypatch.setattr(bot, "turn", slow)
    other = TestClient(browser.app, headers={"Origin": ORIGIN})
    waiting = threading.Thread(target=other.post, args=("/start",))
    waiting.start()
    assert reached.wait(10)
    try:
        yield
    finally:
        released.set()
        waiting.join()


def test_who_comes_when_all_places_are_taken_gets_a_plain_page_and_when_to_come_again(
    browser: TestClient, bot: ScriptBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with all_places_taken(browser, bot, monkeypatch):
        answer = browser.get("/about-this-page")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "20"
    assert answer.headers["Cache-Control"] == "no-store"
    assert FULL in answer.text
    assert "<h1" in answer.text


def test_a_program_is_told_so_in_json(
    browser: TestClient, bot: ScriptBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with all_places_taken(browser, bot, monkeypatch):
        answer = browser.post("/chat/conversations", json={"channel": "web"})

    assert (answer.status_code, answer.json()["error"]) == (503, "overloaded")
    assert answer.headers["Retry-After"] == "20"


def test_words_that_found_no_place_are_given_back_and_can_be_sent_again(
    browser: TestClient, bot: ScriptBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.post("/start")
    form = {"turn_id": field(browser.get("/").text, "turn_id"), "words": "please keep this"}

    with all_places_taken(browser, bot, monkeypatch):
        answer = browser.post("/say", data=form)

    assert answer.status_code == 503
    assert FULL in answer.text
    assert "please keep this</textarea>" in answer.text
    assert "please keep this" in browser.post("/say", data=form).text


@pytest.mark.parametrize("path", ["/livez", "/static/none.css"])
def test_what_must_always_answer_does(
    browser: TestClient, bot: ScriptBot, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    with all_places_taken(browser, bot, monkeypatch):
        assert browser.get(path).status_code in (200, 404)


def test_whoever_must_get_away_gets_away(
    browser: TestClient, bot: ScriptBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.post("/start")

    with all_places_taken(browser, bot, monkeypatch):
        assert "refresh" in browser.post("/exit").headers


async def test_one_who_sends_slowly_takes_nobodys_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.load.get_settings", lambda: Settings(_env_file=None, most_at_once=1))
    never = asyncio.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body"})

    async def slowly() -> Message:
        await never.wait()
        return {"type": "http.request"}

    load = Load(app)
    slow = asyncio.create_task(load(a_post(), slowly, nowhere))
    await asyncio.sleep(0)
    transport = httpx2.ASGITransport(load)
    async with httpx2.AsyncClient(transport=transport, base_url="http://x") as http:
        assert (await http.get("/")).status_code == 200
    never.set()
    await slow
    assert load.under_way == 0


async def test_a_body_that_comes_too_slowly_is_waited_for_only_so_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "LONGEST_BODY_SECONDS", 0.01)
    site = FastAPI()
    site.add_middleware(SizeLimit)

    @site.post("/")
    async def read(given: dict[str, str]) -> None:
        """Never reached."""

    sent: list[Message] = []

    async def keep(message: Message) -> None:
        sent.append(message)

    async def slowly() -> Message:
        await asyncio.sleep(5)
        return {"type": "http.request", "body": b"{"}

    await site(a_post(), slowly, keep)

    assert sent[0]["status"] == 408


def a_post() -> Scope:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"9")]
    return {
        "type": "http", "method": "POST", "path": "/", "raw_path": b"/", "headers": headers,
        "query_string": b"", "root_path": "", "scheme": "http", "http_version": "1.1",
        "server": ("x", 80), "client": ("x", 1), "state": {},
    }  # fmt: skip


async def nowhere(message: Message) -> None:
    """Nobody listens."""


def test_a_packed_body_is_not_unpacked(browser: TestClient) -> None:
    bomb = gzip.compress(json.dumps({"channel": "web", "x": "0" * 50_000_000}).encode())
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}

    answer = browser.post("/chat/conversations", content=bomb, headers=headers)

    assert answer.status_code == 400
    assert len(bomb) < guard.LARGEST_BODY


@pytest.mark.parametrize("path", ["/chat/conversations", "/say", "/review/sign-in"])
def test_a_body_without_end_is_not_read_to_its_end(browser: TestClient, path: str) -> None:
    given = 0

    def endless() -> Iterator[bytes]:
        nonlocal given
        while given < 100 * guard.LARGEST_BODY:
            given += 65_536
            yield b"words=" + b"x" * 65_530

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = browser.post(path, content=endless(), headers=form)

    assert answer.status_code in (413, 422)
