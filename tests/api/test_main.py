"""What the site does as it starts."""

import asyncio
import threading
from types import SimpleNamespace

import pytest
from fastapi import FastAPI

from api import main


def test_it_gets_ready_to_read_while_it_answers_already(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answering = threading.Event(), threading.Event()

    def get_ready() -> None:
        asked.set()
        answering.wait(10)

    nobody = SimpleNamespace(start=lambda: None, stop=lambda: None)
    monkeypatch.setattr(main, "get_ready", get_ready)
    monkeypatch.setattr(main, "refuse_wrong_key", lambda *_: None)
    for name in ("get_turns", "get_keys", "get_reading_sessions"):
        monkeypatch.setattr(main, name, lambda: None)
    monkeypatch.setattr(main, "Reconciler", lambda _: nobody)
    monkeypatch.setattr(main, "escalator", lambda: nobody)

    async def start() -> None:
        async with main.lifespan(FastAPI()):
            answering.set()

    asyncio.run(start())

    assert asked.wait(10)
