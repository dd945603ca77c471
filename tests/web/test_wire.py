"""What stands before the site: whose address counts, and where one request ends."""

import asyncio
import socket
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send
from uvicorn import Config

from api.settings import Settings
from cli.serve.children import children


def client_seen(peer: str, forwarded: str) -> str:
    """Return the address that the site sees, as uvicorn is configured by default."""
    seen: list[str] = []

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["client"][0])

    config = Config(site, lifespan="off")
    config.load()
    scope: dict[str, Any] = {
        "type": "http", "client": (peer, 1), "scheme": "http",
        "headers": [(b"x-forwarded-for", forwarded.encode())],
    }  # fmt: skip
    asyncio.run(config.loaded_app(scope, None, None))
    return seen[0]


def test_a_forwarded_address_counts_from_a_proxy_on_this_machine_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    web = children(Settings(_env_file=None))[2]

    assert not [part for part in web.command if "forwarded" in part or "proxy" in part]
    assert client_seen("127.0.0.1", "198.51.100.7") == "198.51.100.7"
    assert client_seen("203.0.113.9", "198.51.100.7") == "203.0.113.9"


def test_an_address_that_the_browser_made_up_is_not_the_one_that_counts() -> None:
    assert client_seen("127.0.0.1", "10.0.0.1, 198.51.100.7") == "198.51.100.7"


@pytest.mark.parametrize(
    "framing",
    ["Content-Length: 5\r\nTransfer-Encoding: chunked", "Content-Length: 5\r\nContent-Length: 6",
     "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "Content-Length: +5"],
)  # fmt: skip
def test_a_request_whose_end_can_be_read_in_two_ways_is_refused(address: str, framing: str) -> None:
    port = int(address.rpartition(":")[2])
    second = "0\r\n\r\nGET /docs HTTP/1.1\r\nHost: x\r\n\r\n"
    request = f"POST /say HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n{second}"
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        wire.sendall(request.encode())
        wire.settimeout(2)
        answer = wire.recv(65536)

    assert answer.startswith(b"HTTP/1.1 400")
    assert b"swagger" not in answer
