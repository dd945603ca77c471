"""A phrase typed into the chat is in no file: not in the database, not in any log, at no time."""

import base64
import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from between import ACTIONS, RASA, our_key
from tests.databases import files_of
from tests.faults.proxy import Proxy, answers, at, drops, fails, raises
from tests.stack import Stack
from tests.talker import Talker
from tests.traces.collector import Collector

WORD = "quokkapuddle"  # in no word list and no example
PHRASE = f"I want to see {WORD} again"
ERROR = 2  # the status of a span
ENOUGH = 8  # characters of the word that must not be found even alone


def forms(word: str) -> list[bytes]:
    """Return how the word could stand in a file: UTF-8, UTF-16, and base64 wherever it begins."""
    plain = word.encode()
    found = [plain, word.encode("utf-16-le"), word.encode("utf-16-be")]
    for encoded in tuple(found):
        for before in range(3):
            text = base64.b64encode(b"\0" * before + encoded)
            found.append(text[4 : len(text) // 4 * 4 - 4])
    return found


def files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder, followlinks=False):
        yield from (Path(place) / name for name in names if (Path(place) / name).is_file())


WANTED = {form.lower() for form in forms(WORD)} | {WORD[:ENOUGH].encode()}


def leaks(found: Iterable[Path]) -> list[str]:
    """Return the files that hold the word, whatever its case."""
    return [
        str(file)
        for file in found
        if any(form in content for content in [file.read_bytes().lower()] for form in WANTED)
    ]


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    for number, padding in enumerate(("", "a", "ab")):
        text = f"{padding}{PHRASE}"
        (tmp_path / f"{number}.txt").write_text(text)
        (tmp_path / f"{number}.16").write_text(text, encoding="utf-16")
        (tmp_path / f"{number}.b64").write_bytes(base64.b64encode(text.encode()))
        (tmp_path / f"{number}.b16").write_bytes(base64.b64encode(text.encode("utf-16-le")))

    assert len(leaks(files(tmp_path))) == 12


def talk_of_it(stack: Stack) -> None:
    """Say it at many questions, and in ways that are not an answer."""
    talker = Talker.begin(stack.url)
    talker.say_all("Yes, I can talk now", "It is about me")
    talker.say_all(f"It is about {WORD}", f"I feel {WORD}", f"My {WORD}")
    talker.say_all(f"I want a {WORD} care package", f"So that {WORD} can stay with me")
    talker.go_to("confirm")
    talker.say_all(f"No, I want {WORD} to stay", f"{WORD} is hitting me right now", "Carry on")
    talker.say_all(f"Please stop, {WORD}", f"I need an interpreter for {WORD}")
    talker.come_back()
    talker.say_all(PHRASE)


def fail_with_it(stack: Stack, proxy: Proxy) -> None:
    """Say it in turns that fail in every part."""
    talker = Talker.begin(stack.url).go_to("outcome")
    odd = answers({"events": [{"event": "slot", "name": PHRASE}], "responses": PHRASE})
    for fault in (fails, raises, drops, odd, answers(PHRASE.encode())):
        proxy.fault = at("validate_outcome_form", fault)
        talker.say(PHRASE)
    proxy.fault = None
    talker.wait_until_answered()


def send_it_wrongly(stack: Stack) -> None:
    """Put it into requests that are refused, at every door."""
    talker = Talker.begin(stack.url)
    turns = f"/chat/conversations/{talker.id}/turns"
    sent: list[tuple[str, bytes]] = [
        (turns, f'{{"turn_id": "{uuid4()}", "text": "{PHRASE}'.encode()),
        (turns, f'{{"turn_id": "{PHRASE}", "text": "{PHRASE}"}}'.encode()),
        (turns, f'{{"turn_id": "{uuid4()}", "text": ["{PHRASE}"]}}'.encode()),
        (turns, f'{{"turn_id": "{uuid4()}", "text": "{PHRASE * 2000}"}}'.encode()),
        (f"/chat/conversations/{PHRASE}/turns", PHRASE.encode()),
        ("/chat/resume", f'{{"return_code": "{PHRASE}"}}'.encode()),
        ("/chat/conversations", f'{{"channel": "{PHRASE}"}}'.encode()),
    ]
    for path, body in sent:
        answer = httpx2.post(f"{stack.url}{path}", content=body, headers=talker.headers)
        assert answer.status_code >= 400
        assert WORD not in answer.text.lower()
    rasa = f"http://127.0.0.1:{stack.ports['rasa']}/webhooks/case"
    actions = f"http://127.0.0.1:{stack.ports['actions']}/webhook"
    doors = [(f"{rasa}/{name}", RASA) for name in ("turn", "parse", PHRASE)]
    for url, door in (*doors, (actions, ACTIONS)):
        for body in (
            PHRASE.encode(),
            f'{{"words": "{PHRASE}"}}'.encode(),
            f'["{PHRASE}"]'.encode(),
        ):
            httpx2.post(url, content=body)
            httpx2.post(url, content=body, headers=our_key(stack.var).headers(door))


@pytest.fixture
def said(stack: Stack, proxy: Proxy) -> None:
    talk_of_it(stack)
    fail_with_it(stack, proxy)
    send_it_wrongly(stack)


def everything_traced(stack: Stack, collector: Collector) -> bytes:
    """Return all that the collector was sent of what was said until now: each process sends in
    order, so it is there once a turn said after it is."""
    newest = time.time_ns()
    Talker.begin(stack.url).say("Yes, I can talk now")

    found = collector.wait_for(
        lambda parts: (
            {part.service for part in parts if part.span.start_time_unix_nano > newest}
            == {"ownwords-web", "ownwords-rasa", "ownwords-actions"}
        )
    )
    assert any(part.span.status.code == ERROR for part in found)
    return b"".join(collector.bodies).lower()


def test_what_is_typed_is_in_no_file_and_no_trace_while_running_and_after(
    said: None, stack: Stack, collector: Collector
) -> None:
    traced = everything_traced(stack, collector)
    assert not [form for form in WANTED if form in traced]
    assert leaks(files(stack.var)) == [], stack.logs()
    assert leaks(files_of(stack.database)) == []

    for process in stack.running.values():
        os.killpg(process.pid, signal.SIGTERM)
    for process in stack.running.values():
        process.wait(30)
    stack.running.clear()

    assert leaks(files(stack.var)) == [], stack.logs()
    assert leaks(files_of(stack.database)) == []
