"""Speaking to Rasa's turn channel: whatever is wrong with the answer, nothing of it is kept."""

from typing import Any

import httpx2
import pytest

from api.turn.bot import BotUnavailable, RasaBot
from between import ACTIONS, HEADER, RASA, Key
from tests.builders import a_statement

GOOD: dict[str, Any] = {
    "ok": True,
    "messages": [{"text": "Hello.", "choices": [], "kind": "ask"}],
    "commands": [a_statement("home")],
    "state": {"version": 1, "slots": {}},
    "asking": "outcome",
    "intent": "inform",
}


KEY = Key(b"k" * 32)


def answering(response: httpx2.Response | Exception, *, by: str = RASA) -> RasaBot:
    def handle(request: httpx2.Request) -> httpx2.Response:
        assert KEY.fits(request.headers[HEADER], RASA)
        if isinstance(response, Exception):
            raise response
        response.headers.update(KEY.answer(by, request.headers[HEADER]))
        return response

    http = httpx2.Client(transport=httpx2.MockTransport(handle), base_url="http://rasa")
    return RasaBot(http, KEY)


def test_a_good_answer_is_taken_whole() -> None:
    answer = answering(httpx2.Response(200, json=GOOD)).turn({"words": "home"})

    assert (answer.messages[0].text, answer.asking, answer.intent) == (
        "Hello.",
        "outcome",
        "inform",
    )
    assert answer.commands[0].command == "record_statement"


def test_an_answer_of_somebody_else_on_rasas_port_is_not_taken() -> None:
    with pytest.raises(BotUnavailable, match="not our Rasa"):
        answering(httpx2.Response(200, json=GOOD), by=ACTIONS).turn({})


@pytest.mark.parametrize("status", [302, 400, 404, 500, 502, 503])
def test_any_status_but_200_means_it_is_away(status: int) -> None:
    with pytest.raises(BotUnavailable, match=str(status)):
        answering(httpx2.Response(status, json=GOOD)).turn({})


@pytest.mark.parametrize(
    "error",
    [httpx2.ConnectError("refused"), httpx2.ReadTimeout("slow"), httpx2.RemoteProtocolError("cut"),
     httpx2.ConnectTimeout("slow"), httpx2.ReadError("reset"), httpx2.WriteError("reset")],
)  # fmt: skip
def test_a_connection_that_fails_means_it_is_away(error: Exception) -> None:
    with pytest.raises(BotUnavailable, match=type(error).__name__):
        answering(error).turn({})


WRONG: dict[str, dict[str, Any]] = {
    "a question of no contract": {"asking": "shoe_size"},
    "a command of no schema": {"commands": [{"command": "drop_table"}]},
    "a command with a field too many": {"commands": [a_statement("home", more=1)]},
    "a kind of no contract": {"messages": [{"text": "x", "kind": "shout"}]},
    "a message without words": {"messages": [{"kind": "say"}]},
    "no state": {"state": None},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_an_answer_that_does_not_fit_the_contract_is_not_taken(change: dict[str, Any]) -> None:
    with pytest.raises(BotUnavailable, match="faults"):
        answering(httpx2.Response(200, json=GOOD | change)).turn({})


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"[]", b"<html>", b"\xff"])
def test_an_answer_that_is_no_answer_is_not_taken(content: bytes) -> None:
    with pytest.raises(BotUnavailable):
        answering(httpx2.Response(200, content=content)).turn({})


def test_a_fault_in_an_answer_does_not_repeat_its_words() -> None:
    wrong = GOOD | {"commands": [a_statement("my very own secret", kind="rumour")]}

    with pytest.raises(BotUnavailable) as raised:
        answering(httpx2.Response(200, json=wrong)).turn({})

    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None
