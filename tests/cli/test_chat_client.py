"""The terminal's client of the chat contract, against a made-up server."""

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from cli.chat_client import ChatClient
from cli.errors import NotRunning, Problem

OPENED = {
    "id": "c1",
    "token": "secret",
    "return_code": "one two",
    "messages": [{"from": "bot", "text": "Hello"}],
    "asking": "safe_now",
}


def a_client(answer: Callable[[httpx2.Request], httpx2.Response]) -> ChatClient:
    transport = httpx2.MockTransport(answer)
    return ChatClient(
        "http://here", client=httpx2.Client(base_url="http://here", transport=transport)
    )


def test_a_turn_carries_the_token_and_an_id_of_its_own() -> None:
    seen: list[tuple[str, Any, str | None]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(
            (request.url.path, json.loads(request.content), request.headers.get("Authorization"))
        )
        if request.url.path.endswith("/turns"):
            return httpx2.Response(200, json={"messages": [], "asking": "role"})
        return httpx2.Response(201, json=OPENED)

    with a_client(answer) as client:
        assert client.open()[0]["text"] == "Hello"
        client.say("yes")
        client.say("yes")

    assert client.asking == "role"
    assert seen[1][0] == "/chat/conversations/c1/turns"
    assert seen[1][2] == "Bearer secret"
    assert seen[1][1]["turn_id"] != seen[2][1]["turn_id"]


def test_an_error_is_the_servers_own_words() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(404, json={"error": "not_found", "message": "No such code."})

    with a_client(answer) as client, pytest.raises(Problem, match=r"No such code\."):
        client.resume("x")


def test_an_answer_that_is_not_ours_names_its_status() -> None:
    with (
        a_client(lambda request: httpx2.Response(502, text="<html>")) as client,
        pytest.raises(Problem, match="502"),
    ):
        client.open()


def test_nothing_there_says_how_to_start_it() -> None:
    def refuse(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    with a_client(refuse) as client, pytest.raises(NotRunning, match="ownwords up"):
        client.open()
