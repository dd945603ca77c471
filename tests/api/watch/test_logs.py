"""Logs hold what is on the list, in the form it must have, whoever writes and however hard they
try."""

import io
import json
import logging
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
import structlog
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.escalation.port import Fault
from api.turn.service import Turns
from api.watch import logs
from api.watch.logs import only_allowed
from tests.conftest import ROOT

WORDS = "he hits me at night"
CANARY = "quokkapuddle"
Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Logging as in service, at its most talkative; returns what has been written."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning
    written = io.StringIO()
    logs.configure("DEBUG", written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning = hooks
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


class Fails:
    """Where nobody can hear of it."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __del__(self) -> None:
        raise ValueError(self.words)


def fail_in_a_thread(words: str) -> None:
    def fail() -> None:
        raise ValueError(words)

    thread = threading.Thread(target=fail, name=words)
    thread.start()
    thread.join()


def end_the_process(words: str) -> None:
    error = ValueError(words)
    sys.excepthook(ValueError, error, error.__traceback__)


def of_ours() -> Any:
    return structlog.get_logger("api.turn")


def as_field(name: str, words: str) -> None:
    of_ours().info("turn_waits", **{name: words})


TRIES: dict[str, Callable[[str], object]] = {
    "as the event": lambda words: of_ours().info(words),
    "as a field of its own": lambda words: of_ours().info("x", text=words),
    **{f"as {name}": partial(as_field, name) for name in logs.ALLOWED if name != "event"},
    "as the name of a field": lambda words: of_ours().info("answered", **{words: 1}),
    "in a list": lambda words: of_ours().info("answered", place=[words]),
    "bound beforehand": lambda words: of_ours().bind(note=words).info("answered"),
    "in the old way": lambda words: logging.getLogger("api").error("it was %s", words),
    "in the old way, ready made": lambda words: logging.getLogger("uvicorn.error").error(words),
    "as extra": lambda words: logging.getLogger("x").warning("y", extra={"note": words}),
    "as the name of a logger": lambda words: logging.getLogger(words).warning("y"),
    "as the name of a logger of ours": lambda words: structlog.get_logger(words).warning("y"),
    "in an error": lambda words: logging.getLogger("sqlalchemy").error(
        "failed", exc_info=ValueError(words)
    ),
    "in an error of ours": lambda words: of_ours().error("x", exc_info=ValueError(words)),
    "in the place of an argument": lambda words: of_ours().info(f"x {words}"),
    "in a warning": lambda words: warnings.warn(words, stacklevel=1),
    "in a thread that fails": fail_in_a_thread,
    "in an error that ends the process": end_the_process,
    "in an error that nobody can hear of": lambda words: [Fails(words)].clear(),
}


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("words", [WORDS, CANARY, CANARY.title(), "07700900123"])
@pytest.mark.parametrize("attempt", TRIES.values(), ids=TRIES)
def test_free_text_cannot_be_logged(
    lines: Lines, capfd: pytest.CaptureFixture[str], attempt: Callable[[str], object], words: str
) -> None:
    attempt(words)

    written = json.dumps(lines()) + "".join(capfd.readouterr())
    assert len(lines()) == 1
    for word in words.split():
        assert word.lower() not in written.lower() or len(word) < 4


def test_what_python_would_write_itself_is_told_by_its_class(lines: Lines) -> None:
    fail_in_a_thread(WORDS)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = logs._warned
        warnings.warn(WORDS, ResourceWarning, stacklevel=1)

    ended, warned = lines()
    assert (ended["event"], ended["error"]) == ("thread_ended", "ValueError")
    assert (warned["event"], warned["error"]) == ("library_warns", "ResourceWarning")
    for line in (ended, warned):
        assert str(line["place"]).startswith("test_logs.py:")


NAMES = st.text() | st.sampled_from(sorted(logs.ALLOWED))
VALUES = st.text() | st.lists(st.text()) | st.integers() | st.booleans()


@given(st.dictionaries(NAMES, VALUES))
def test_whatever_is_given_only_the_list_comes_out(given: dict[str, object]) -> None:
    kept = only_allowed(None, "info", dict(given))

    assert set(kept) <= set(logs.ALLOWED) | {"count_left_out"}
    for name, value in kept.items():
        if name in logs.ALLOWED:
            assert logs.ALLOWED[name](value)


@pytest.mark.parametrize("words", [WORDS, CANARY, f"{CANARY}\n{CANARY}", "Quokka", "07700900123"])
def test_no_field_takes_a_word_or_a_sentence(words: str) -> None:
    assert [name for name, check in logs.ALLOWED.items() if check(words)] == []


LOGGED = re.compile(r"\blog\.(?:info|warning|error|critical|debug)\(\s*\"([^\"]*)\"")


def test_every_event_of_ours_is_let_through() -> None:
    sources = [path for name in ("api", "web") for path in (ROOT / name).rglob("*.py")]
    events = {event for path in sources for event in LOGGED.findall(path.read_text("utf-8"))}
    beside = {f"{name}_not_done" for name in ("reconciler", "escalator", "leftovers")}

    assert len(events) > 10
    assert [event for event in events | beside if not logs.is_an_event(event)] == []
    assert logs.OURS_ALONE - {"library", "unnamed"} <= events


@pytest.mark.parametrize(
    "error", ["BotUnavailable", "BotHangs", "Conflict", "LockNotAvailable", "OSError", "hangs",
              *get_args(Fault)],
)  # fmt: skip
def test_what_went_wrong_is_told_by_its_class(error: str) -> None:
    assert logs.is_an_error(error)


@pytest.mark.parametrize("name", ["api.turn.service", "uvicorn.error", "asyncio", "sqlalchemy"])
def test_where_a_line_comes_from_is_told(name: str) -> None:
    import uvicorn.logging  # noqa: F401  as in service

    assert logs.is_a_package(name)


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
