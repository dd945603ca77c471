"""The database locked or full: "saved" is said only where it is so, and the turn works later."""

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx2
import pytest

from tests.databases import locked
from tests.faults.checks import nothing_is_half_written, typed
from tests.faults.proxy import Held, Proxy, at
from tests.stack import Stack
from tests.talker import Talker

WISH = "I want to see my sister"


@contextmanager
def full(stack: Stack) -> Iterator[None]:
    """No file of the web server's may grow any more, as on a disk with no room left."""
    pid = stack.running["web"].pid
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def not_saved(answer: httpx2.Response) -> None:
    assert answer.status_code == 503
    assert set(answer.json()) == {"error", "message"}
    assert "could not be saved" in answer.json()["message"]


def taken_once(stack: Stack, adult: Talker, turn_id: str) -> None:
    """After the fault the same turn is taken, and only once."""
    adult.say(WISH, turn_id)
    assert adult.wait_until_answered()["asking"] == "confirm"
    assert typed(adult.read()).count(WISH) == 1
    assert [outcome["text"] for outcome in stack.record(adult.id)["outcomes"]] == [WISH]
    adult.say("Yes, that is right")
    assert adult.asking == "importance"
    nothing_is_half_written(stack, adult)


def test_a_locked_database_is_said_so_and_the_same_turn_works_later(
    adult: Talker, stack: Stack
) -> None:
    turn_id = str(uuid4())

    with locked(stack.database):
        not_saved(adult.try_to_say(WISH, turn_id))

    assert WISH not in typed(adult.read())
    taken_once(stack, adult, turn_id)


def test_a_database_locked_before_the_answer_is_written_leaves_no_half_of_the_turn(
    adult: Talker, proxy: Proxy, stack: Stack
) -> None:
    held, turn_id, answers = Held(), str(uuid4()), list[httpx2.Response]()
    proxy.fault = at("validate_outcome_form", held)
    saying = threading.Thread(target=lambda: answers.append(adult.try_to_say(WISH, turn_id)))
    saying.start()
    assert held.reached.wait(10)
    while WISH not in typed(adult.read()):
        pass  # until the words are on the disk

    with locked(stack.database):
        proxy.fault = None
        held.released.set()
        saying.join()

    not_saved(answers[0])
    taken_once(stack, adult, turn_id)


@pytest.mark.sqlite
def test_a_full_disk_is_said_so_and_the_same_turn_works_later(adult: Talker, stack: Stack) -> None:
    turn_id = str(uuid4())
    long = "I want to see my sister. " * 700  # more than any page that is free

    with full(stack):
        not_saved(adult.try_to_say(long, str(uuid4())))
        not_saved(adult.try_to_say(WISH, turn_id))
        started = httpx2.post(f"{stack.url}/chat/conversations", json={"channel": "web"})

    not_saved(started)
    assert typed(adult.read()) == adult.said
    taken_once(stack, adult, turn_id)
