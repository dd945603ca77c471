"""Another account on the machine can reach the ports of Rasa and the action server, and gets
nothing done there."""

import zlib
from pathlib import Path

import httpx2
import pytest

from between import ACTIONS, RASA, Key, our_key
from tests.faults.checks import KEPT
from tests.faults.proxy import Proxy
from tests.stack import Stack
from tests.talker import Talker

TURN = {"sender": "x", "turn_id": "x", "words": "quokka", "state": {}, "event": "begin"}
CALL = {
    "next_action": "action_core_fallback",
    "sender_id": "x",
    "tracker": {"sender_id": "x", "slots": {}, "events": [], "latest_message": {}},
    "domain": {},
    "version": "3.6.21",
}
DOORS = [
    (RASA, "POST", "/webhooks/case/turn", TURN),
    (RASA, "POST", "/webhooks/case/parse", TURN),
    (ACTIONS, "POST", "/webhook", CALL),
    (ACTIONS, "GET", "/actions", None),
]
UNKNOWN = 401


def knock(
    stack: Stack, name: str, method: str, path: str, body: object, **headers: str
) -> httpx2.Response:
    where = f"http://127.0.0.1:{stack.ports[name]}{path}"
    return httpx2.request(method, where, json=body, headers=headers, timeout=10, trust_env=False)


@pytest.mark.parametrize(("name", "method", "path", "body"), DOORS)
def test_who_does_not_know_the_key_is_refused(
    stack: Stack, proxy: Proxy, name: str, method: str, path: str, body: object
) -> None:
    other = ACTIONS if name == RASA else RASA
    unknown: list[dict[str, str]] = [
        {},
        {"Authorization": "Bearer x"},
        Key(b"x" * 32).headers(name),
        our_key(stack.var).headers(other),
    ]

    answers = [knock(stack, name, method, path, body, **headers) for headers in unknown]

    assert [answer.status_code for answer in answers] == [UNKNOWN] * len(unknown)
    assert all("quokka" not in answer.text for answer in answers)
    assert proxy.calls == []


@pytest.mark.parametrize(("name", "method", "path", "body"), DOORS)
def test_one_of_ours_comes_in(
    stack: Stack, proxy: Proxy, name: str, method: str, path: str, body: object
) -> None:
    answer = knock(stack, name, method, path, body, **our_key(stack.var).headers(name))

    assert answer.status_code != UNKNOWN


def test_a_packed_body_of_somebody_else_is_not_unpacked(stack: Stack) -> None:
    where = f"http://127.0.0.1:{stack.ports[ACTIONS]}/webhook"
    bomb = zlib.compress(b" " * 50_000_000)

    answer = httpx2.post(where, content=bomb, headers={"Content-Encoding": "deflate"})

    assert answer.status_code == UNKNOWN
    assert answer.elapsed.total_seconds() < 1


def test_somebody_else_on_the_action_servers_port_puts_nothing_into_the_record(
    stack: Stack, proxy: Proxy, adult: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy answers with the right words, and does not know the key."""
    assert stack.record(adult.id)["outcomes"] == []
    monkeypatch.setattr(proxy, "var", stack.var.with_name("somebody-elses"))

    told = adult.say("I want a care package")

    assert [message["text"] for message in told["messages"]] == [KEPT]
    assert stack.record(adult.id)["outcomes"] == []
    monkeypatch.undo()
    adult.wait_until_answered()
    assert [one["text"] for one in stack.record(adult.id)["outcomes"]] == ["I want a care package"]


def test_the_key_stands_in_no_command_no_environment_and_no_file_of_the_run(
    stack: Stack, adult: Talker
) -> None:
    adult.say("I want a care package")
    key = (stack.var / "keys" / "between").read_bytes().strip()

    shown = [
        Path(f"/proc/{process.pid}/{part}").read_bytes()
        for process in stack.running.values()
        for part in ("cmdline", "environ")
    ]
    written = [
        path.read_bytes()
        for folder in ("run", "log", "tmp", "cache")
        for path in (stack.var / folder).rglob("*")
        if path.is_file()
    ]

    assert len(key) == 64
    assert len(written) > 2
    assert not [one for one in (*shown, *written) if key in one]
