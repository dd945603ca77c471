"""Slow answers, pages that give up, messages sent again: the same, or with other words."""

import threading
import time
from uuid import uuid4

import httpx2
import pytest

from tests.faults.checks import KEPT, nothing_is_half_written, typed
from tests.faults.proxy import Held, Proxy, at, fails
from tests.stack import Stack
from tests.talker import Talker

WISH = "I want to see my sister"
OTHER = "I want to be left in peace"


def outcomes(stack: Stack, talker: Talker) -> list[str]:
    return [outcome["text"] for outcome in stack.record(talker.id)["outcomes"]]


def test_an_action_slower_than_our_patience_is_answered_later_and_once(
    adult: Talker, proxy: Proxy, stack: Stack
) -> None:
    held = Held()
    proxy.fault = at("validate_outcome_form", held)
    began = time.monotonic()

    told = adult.say(WISH)

    assert [message["text"] for message in told["messages"]] == [KEPT]
    assert time.monotonic() - began < 15, "the person does not wait for ever"
    proxy.fault = None
    held.released.set()
    adult.wait_until_answered()
    assert outcomes(stack, adult) == [WISH]
    nothing_is_half_written(stack, adult)


def test_a_page_that_gives_up_in_the_middle_of_a_turn_finds_its_answer_later(
    adult: Talker, proxy: Proxy, stack: Stack
) -> None:
    held, turn_id = Held(), str(uuid4())
    proxy.fault = at("validate_outcome_form", held)
    body = {"turn_id": turn_id, "text": WISH}

    with pytest.raises(httpx2.ReadTimeout):
        adult.http.post(
            f"/chat/conversations/{adult.id}/turns", json=body, headers=adult.headers, timeout=0.4
        )
    proxy.fault = None
    held.released.set()
    again = adult.say(WISH, turn_id)

    assert again["asking"] == "confirm"
    assert typed(adult.read()).count(WISH) == 1
    assert outcomes(stack, adult) == [WISH]
    nothing_is_half_written(stack, adult)


def test_the_same_turn_sent_while_it_is_under_way_is_taken_once(
    adult: Talker, proxy: Proxy, stack: Stack
) -> None:
    held, turn_id = Held(), str(uuid4())
    proxy.fault = at("validate_outcome_form", held)
    answers: list[httpx2.Response] = []
    sending = [
        threading.Thread(target=lambda: answers.append(adult.try_to_say(WISH, turn_id)))
        for _ in range(4)
    ]

    for thread in sending:
        thread.start()
    assert held.reached.wait(10)
    proxy.fault = None
    held.released.set()
    for thread in sending:
        thread.join()

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert outcomes(stack, adult) == [WISH]
    nothing_is_half_written(stack, adult)


def test_other_words_after_a_failure_are_kept_beside_the_first_and_not_in_their_place(
    adult: Talker, proxy: Proxy, stack: Stack
) -> None:
    proxy.fault = at("validate_outcome_form", fails)
    adult.say(WISH)
    adult.say(OTHER)
    proxy.fault = None

    seen = adult.wait_until_answered()

    assert typed(seen)[-2:] == [WISH, OTHER]
    assert outcomes(stack, adult) == [WISH]
    statements = stack.record(adult.id)["statements"]
    assert [said["text"] for said in statements if said["kind"] == "other"] == [OTHER]
    adult.say("Yes, that is right")
    assert adult.asking == "importance"
    nothing_is_half_written(stack, adult)


def test_other_words_under_a_turn_id_already_used_are_refused_and_never_called_saved(
    adult: Talker, stack: Stack
) -> None:
    turn_id = str(uuid4())
    first = adult.say(WISH, turn_id)

    answer = adult.try_to_say(OTHER, turn_id)

    assert answer.status_code == 409
    assert set(answer.json()) == {"error", "message"}
    assert adult.try_to_say(WISH, turn_id).json() == first
    assert OTHER not in typed(adult.read())
    assert outcomes(stack, adult) == [WISH]


def test_two_web_servers_given_the_same_turn_at_once_take_it_once(
    adult: Talker, stack: Stack
) -> None:
    turn_id = str(uuid4())
    body = {"turn_id": turn_id, "text": WISH}
    path = f"/chat/conversations/{adult.id}/turns"
    answers: list[httpx2.Response] = []

    with stack.another_web() as second:

        def send(url: str) -> None:
            answers.append(httpx2.post(url + path, json=body, headers=adult.headers, timeout=30))

        sending = [threading.Thread(target=send, args=(url,)) for url in [stack.url, second] * 3]
        for thread in sending:
            thread.start()
        for thread in sending:
            thread.join()

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert outcomes(stack, adult) == [WISH]
    nothing_is_half_written(stack, adult)
