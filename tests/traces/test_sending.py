"""What a collector is sent: ids and routes, whatever a span was given and wherever words were."""

import asyncio
import base64
import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from opentelemetry.trace import SpanContext, Status, StatusCode, TraceFlags, TraceState

import traces
from api import main
from api.chat import service
from api.settings import Settings
from api.turn.bot import RasaBot
from between import Key
from tests.builders import FakeBot
from tests.traces.collector import Collector, a_collector
from traces.sending import GIVE_UP_SECONDS, shortly

CANARY = "quokkapuddle"
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def collector() -> Iterator[Collector]:
    with a_collector() as collector:
        traces.start("ownwords-test", collector.url)
        yield collector
        traces.stop()


def forms(word: str) -> list[bytes]:
    """Return how the word could stand in what is sent: in UTF-8, or base64 wherever it begins."""
    plain = word.encode()
    shifted = (base64.b64encode(b"\0" * before + plain) for before in range(3))
    return [plain, *(text[4:-4] for text in shifted)]


def sent(collector: Collector) -> bytes:
    """Everything that has been sent, with what waited to be."""
    traces.stop()
    everything = b"".join(collector.bodies)
    assert everything
    return everything


def holds(text: bytes, word: str) -> bool:
    return any(form.lower() in text.lower() for form in forms(word))


def test_the_search_finds_what_it_looks_for() -> None:
    for before in range(3):
        assert holds(base64.b64encode(b"x" * before + CANARY.encode() + b"after"), CANARY)


def test_whatever_a_span_is_given_ids_alone_are_sent(collector: Collector) -> None:
    tracer = traces.provider().get_tracer(CANARY)
    state = TraceState([("k", CANARY)])
    elsewhere = SpanContext(1, 2, is_remote=True, trace_flags=TraceFlags(1), trace_state=state)
    given: dict[str, Any] = {
        "url.full": f"https://x/{CANARY}?q={CANARY}", "http.target": f"/{CANARY}", CANARY: "x",
        "http.route": f"/{CANARY}/" + CANARY * 3, "next_action": CANARY, "error.type": CANARY,
        "ownwords.conversation": CANARY, "http.request.method": CANARY,
        "http.response.status_code": [CANARY],
    }  # fmt: skip
    with tracer.start_as_current_span(f"GET /{CANARY * 2}", attributes=given) as span:
        span.add_event(CANARY, {"words": CANARY})
        span.record_exception(ValueError(CANARY))
        span.set_status(Status(StatusCode.ERROR, CANARY))
        span.add_link(elsewhere, {"words": CANARY})
    with pytest.raises(KeyError), tracer.start_as_current_span("turn"):
        raise KeyError(CANARY)

    assert not holds(sent(collector), CANARY)
    assert [part.span.name for part in collector.parts()] == ["unnamed", "turn"]
    assert collector.parts()[0].notes == {}
    assert {part.span.status.code for part in collector.parts()} == {2}


def test_a_trace_begins_here_whatever_the_caller_sends(
    collector: Collector, client: TestClient
) -> None:
    headers = {"traceparent": TRACEPARENT, "tracestate": f"k={CANARY}", "baggage": f"a={CANARY}"}

    client.post("/chat/conversations", json={}, headers=headers)

    assert not holds(sent(collector), CANARY)
    first = next(part.span for part in collector.parts() if part.span.name.startswith("POST"))
    assert first.trace_id.hex() not in TRACEPARENT
    assert first.parent_span_id == b""


def test_words_in_every_part_of_a_request_are_not_sent(
    collector: Collector, client: TestClient, bot: FakeBot
) -> None:
    begun = client.post("/chat/conversations", json={}).json()
    headers = {"Authorization": f"Bearer {begun['token']}", "User-Agent": CANARY}
    here = f"/chat/conversations/{begun['id']}"
    turn = {"turn_id": str(uuid4()), "text": CANARY}

    client.post(f"{here}/turns?q={CANARY}", json=turn, headers=headers)
    client.post(f"{here}/turns", content=f'{{"text": "{CANARY}', headers=headers)
    client.get(f"/chat/conversations/{CANARY}", headers=headers)
    client.get(f"/{CANARY}/{CANARY}?{CANARY}={CANARY}")
    client.request(CANARY, "/chat/resume")
    client.post("/chat/resume", json={"return_code": f"{CANARY} " * 6})

    everything = sent(collector)
    assert not holds(everything, CANARY)
    assert not holds(everything, begun["token"])
    assert not holds(everything, begun["return_code"])
    names = {part.span.name for part in collector.parts()}
    assert "POST /chat/conversations/{conversation_id}/turns" in names
    assert "GET unmatched" in names
    assert any(part.notes.get("ownwords.conversation") == begun["id"] for part in collector.parts())


def test_an_error_that_holds_words_is_sent_as_its_class(
    collector: Collector, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(service, "start", fails)

    assert client.post("/chat/conversations", json={}).status_code == 500

    assert not holds(sent(collector), CANARY)
    (part,) = collector.parts()
    assert part.span.status.code == StatusCode.ERROR.value
    assert part.notes["error.type"] == "500"


def test_a_bot_that_is_away_is_a_failed_part(collector: Collector) -> None:
    import httpx2

    from api.turn.bot import BotUnavailable

    def away(request: httpx2.Request) -> httpx2.Response:
        assert request.headers["traceparent"]
        raise httpx2.ConnectError(CANARY)

    http = httpx2.Client(transport=httpx2.MockTransport(away), base_url="http://rasa")
    bot = RasaBot(http, Key(b"k" * 32))
    with pytest.raises(BotUnavailable):
        bot.turn({"sender": CANARY, "turn_id": str(uuid4()), "words": CANARY})

    assert not holds(sent(collector), CANARY)
    (part,) = collector.parts()
    assert part.notes["error.type"] == "BotUnavailable"
    assert set(part.notes) == {"error.type", "ownwords.turn"}


def test_a_collector_that_is_away_holds_nobody_up() -> None:
    """Neither who waits for an answer, nor a process that ends."""
    program = (
        "import traces; traces.start('x', 'http://127.0.0.1:9')\n"
        "with traces.span('turn', 'server'): pass\n"
        "import time; print(time.time())"
    )

    said = subprocess.run([sys.executable, "-c", program], text=True, capture_output=True,
                          check=True)  # fmt: skip

    assert time.time() - float(said.stdout) < GIVE_UP_SECONDS


def test_a_collector_that_takes_connections_and_says_nothing_holds_no_stop_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        traces.start("ownwords-test", f"http://127.0.0.1:{mute.getsockname()[1]}")
        with traces.span("turn", "server"):
            pass
        began = time.monotonic()

        traces.stop()

        assert time.monotonic() - began < GIVE_UP_SECONDS


def test_what_was_traced_last_is_sent_as_the_site_stops(
    collector: Collector, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = SimpleNamespace(start=lambda: None, stop=lambda: None)
    settings.otlp_endpoint = collector.url
    monkeypatch.setattr(main, "get_settings", lambda: settings)
    monkeypatch.setattr(main, "refuse_wrong_key", lambda *_: None)
    monkeypatch.setattr("api.main.logs.configure", lambda _: None)
    for name in ("get_turns", "get_keys", "get_reading_sessions", "get_ready"):
        monkeypatch.setattr(main, name, lambda: None)
    monkeypatch.setattr(main, "Reconciler", lambda _: nobody)
    for name in ("escalator", "emptier"):
        monkeypatch.setattr(main, name, lambda: nobody)
    monkeypatch.setattr(main, "HASHING", nobody)

    async def start_and_stop() -> None:
        async with main.lifespan(FastAPI()):
            with traces.span("turn", "server"):
                pass

    asyncio.run(start_and_stop())

    assert [(part.service, part.span.name) for part in collector.parts()] == [
        ("ownwords-web", "turn")
    ]
    assert traces.provider() is None


def test_what_the_sdk_complains_with_is_one_line() -> None:
    told = (ConnectionError, ConnectionError(CANARY), None)
    record = logging.LogRecord("x", 40, __file__, 1, "failed %s", (CANARY,), told)

    assert shortly(record)

    assert logging.Formatter().format(record) == "Traces could not be sent."


def test_off_it_loads_nothing_and_sends_no_header() -> None:
    program = (
        "import sys, traces; traces.start('x', '')\n"
        "with traces.span('turn', 'server') as span: span.note('a', 'b')\n"
        "print(traces.headers(), traces.provider(), 'opentelemetry' in sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", program], text=True, capture_output=True,
                          check=True)  # fmt: skip

    assert said.stdout.split() == ["{}", "None", "False"]
