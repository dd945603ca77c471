"""Logs hold what is on the list, in the form it must have, whoever writes and however hard they
try."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
import structlog
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.turn.service import Turns
from api.watch import logs
from api.watch.logs import only_allowed

WORDS = "he hits me at night"
CANARY = "quokkapuddle"
Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Logging as in service, at its most talkative; returns what has been written."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    written = io.StringIO()
    logs.configure("DEBUG", written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)
    logging.raiseExceptions = True


def test_a_line_of_ours_keeps_what_is_on_the_list(lines: Lines) -> None:
    turn = str(uuid4())

    structlog.get_logger("api.turn").warning("turn_waits", turn=turn, error="BotUnavailable")

    (line,) = lines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", str(line.pop("timestamp")))
    assert line == {
        "event": "turn_waits", "turn": turn, "error": "BotUnavailable",
        "level": "warning", "logger": "api.turn",
    }  # fmt: skip


TRIES: dict[str, Callable[[], object]] = {
    "as the event": lambda: structlog.get_logger().info(WORDS),
    "as a field of its own": lambda: structlog.get_logger().info("x", text=WORDS),
    "as a field that may be there": lambda: structlog.get_logger().info(
        "answered", route=WORDS, actor=WORDS, error=WORDS, conversation=WORDS, status=WORDS
    ),
    "as the name of a field": lambda: structlog.get_logger().info("answered", **{WORDS: 1}),
    "in a list": lambda: structlog.get_logger().info("answered", place=[WORDS]),
    "bound beforehand": lambda: structlog.get_logger().bind(note=WORDS).info("answered"),
    "in the old way": lambda: logging.getLogger("api").error("it was %s", WORDS),
    "in the old way, ready made": lambda: logging.getLogger("uvicorn.error").error(WORDS),
    "as extra": lambda: logging.getLogger("x").warning("y", extra={"note": WORDS}),
    "as the name of a logger": lambda: logging.getLogger(WORDS).warning("y"),
    "in an error": lambda: logging.getLogger("sqlalchemy").error(
        "failed", exc_info=ValueError(WORDS)
    ),
    "in an error of ours": lambda: structlog.get_logger().error("x", exc_info=ValueError(WORDS)),
    "in the place of an argument": lambda: structlog.get_logger().info("x %s", WORDS),
}


@pytest.mark.parametrize("attempt", TRIES.values(), ids=TRIES)
def test_free_text_cannot_be_logged(lines: Lines, attempt: Callable[[], object]) -> None:
    attempt()

    written = lines()
    assert written
    assert not any(word in json.dumps(written) for word in ("hits", "night"))


@given(st.dictionaries(st.text(), st.text() | st.lists(st.text()) | st.integers()))
def test_whatever_is_given_only_the_list_comes_out(given: dict[str, object]) -> None:
    kept = only_allowed(None, "info", dict(given))

    assert set(kept) <= set(logs.FORMS) | {"count_left_out"}
    for name, value in kept.items():
        if name in logs.FORMS:
            assert logs.FORMS[name].fullmatch(str(value))


def test_no_form_but_that_of_a_name_lets_a_sentence_through() -> None:
    for name, form in logs.FORMS.items():
        assert form.fullmatch(WORDS) is None, name
        assert form.fullmatch(f"{CANARY}\n{CANARY}") is None, name


def test_what_is_typed_in_the_chat_is_in_no_line(lines: Lines, client: TestClient) -> None:
    begun = client.post("/chat/conversations", json={}).json()
    headers = {"Authorization": f"Bearer {begun['token']}"}
    turn = {"turn_id": str(uuid4()), "text": CANARY}
    client.post(f"/chat/conversations/{begun['id']}/turns", json=turn, headers=headers)
    client.get(f"/{CANARY}?q={CANARY}", headers={"User-Agent": CANARY, "X-Request-Id": CANARY})
    client.get(f"/chat/conversations/{CANARY}")
    client.request(CANARY.upper(), "/chat/conversations")

    written = lines()
    asked = [line["route"] for line in written if line["event"] == "answered"]
    assert "/chat/conversations/{conversation_id}/turns" in asked
    assert "unmatched" in asked
    assert CANARY not in json.dumps(written).lower()
    assert begun["id"] not in json.dumps(written)


def test_a_turn_that_fails_is_logged_by_its_id(lines: Lines, turns: Turns) -> None:
    from api.chat import service
    from tests.api.talk import say
    from tests.builders import FakeBot

    started = service.start(turns)
    assert isinstance(turns.bot, FakeBot)
    turns.bot.away = True
    answer = say(turns, started, CANARY)

    waits = [line for line in lines() if line["event"] == "turn_waits"]
    assert [UUID(str(line["turn"])) for line in waits] == [answer.turn_id]
    assert CANARY not in json.dumps(waits)
