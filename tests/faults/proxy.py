"""A proxy between Rasa and the action server that breaks calls in the ways that calls break."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2

from between import ACTIONS, HEADER, our_key

Call = dict[str, Any]
# Breaks the call and returns True, or returns False to let it through.
Fault = Callable[[Call, "_Handler"], bool]


@dataclass
class Proxy:
    """Lets every call through until `fault` is set. `calls` names the actions called."""

    target: str
    var: Path  # of the stack it stands in: what it answers counts as the action server's
    fault: Fault | None = None
    calls: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.server.daemon_threads = False  # so that closing waits for every connection's end
        self.server.proxy = self  # type: ignore[attr-defined]  # how a handler finds us
        self.http = httpx2.Client(base_url=self.target, timeout=30)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.http.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        proxy: Proxy = self.server.proxy  # type: ignore[attr-defined]
        call: Call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        proxy.calls.append(call["next_action"])
        fault = proxy.fault
        if fault is not None and fault(call, self):
            return
        self.pass_on(call)

    @property
    def known_by(self) -> dict[str, str]:
        """By what the action server knows that the call is Rasa's."""
        return {HEADER: self.headers[HEADER]}

    def pass_on(self, call: Call) -> None:
        proxy: Proxy = self.server.proxy  # type: ignore[attr-defined]
        try:
            answer = proxy.http.post(self.path, json=call, headers=self.known_by)
        except httpx2.HTTPError:
            self.drop()
        else:
            self.answer(answer.content, answer.status_code)

    def answer(self, body: bytes, status: int = 200, *, claimed: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(claimed or len(body)))
        key = our_key(self.server.proxy.var)  # type: ignore[attr-defined]
        for name, value in key.answer(ACTIONS, self.headers[HEADER]).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drop(self) -> None:
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


def at(action: str, fault: Fault) -> Fault:
    """Break the calls of one action alone."""
    return lambda call, handler: call["next_action"] == action and fault(call, handler)


def once(fault: Fault) -> Fault:
    """Break the first call that the fault would break."""
    spent: list[bool] = []

    def first(call: Call, handler: _Handler) -> bool:
        if spent or not fault(call, handler):
            return False
        spent.append(True)
        return True

    return first


def answers(body: object, status: int = 200) -> Fault:
    """Answer in the action server's place; bytes as they are, anything else as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def fault(call: Call, handler: _Handler) -> bool:
        handler.answer(content, status)
        return True

    return fault


def fails(call: Call, handler: _Handler) -> bool:
    """Answer as rasa-sdk does when an action raises: status 500, with the whole request in it."""
    handler.answer(json.dumps({"error": "broken", "request_body": call}).encode(), 500)
    return True


def drops(call: Call, handler: _Handler) -> bool:
    """Close the connection without a word."""
    handler.drop()
    return True


def half_answers(call: Call, handler: _Handler) -> bool:
    handler.answer(b'{"events": [', claimed=500)
    handler.drop()
    return True


def works_and_drops(call: Call, handler: _Handler) -> bool:
    """Let the action run, and lose its answer."""
    proxy: Proxy = handler.server.proxy  # type: ignore[attr-defined]
    proxy.http.post(handler.path, json=call, headers=handler.known_by)
    handler.drop()
    return True


def raises(call: Call, handler: _Handler) -> bool:
    """Hand the action a tracker on which it raises, in the real action server."""
    slots = call["tracker"]["slots"]
    broken = {**slots, "outcome_list": 5, "core_trail": 5}
    handler.pass_on({**call, "tracker": {**call["tracker"], "slots": broken}})
    return True


@dataclass
class Held:
    """A call that is under way for as long as the test likes."""

    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def __call__(self, *_: object) -> bool:
        self.reached.set()
        self.released.wait(30)
        return False
