"""kill -9 of each process, between turns and in mid-turn: nothing is lost, nothing taken twice."""

import threading
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

import httpx2
import pytest

from tests.faults.checks import KEPT, nothing_is_half_written, typed
from tests.faults.proxy import Held, Proxy, at
from tests.stack import NAMES, Stack
from tests.talker import Talker

WISH = "I want to see my sister"


@pytest.mark.parametrize("name", NAMES)
def test_the_next_message_after_a_kill_answers_the_open_question(
    name: str, adult: Talker, stack: Stack
) -> None:
    stack.restart(name)

    adult.say(WISH)

    assert adult.asking == "confirm"
    assert WISH in adult.last
    assert [outcome["text"] for outcome in stack.record(adult.id)["outcomes"]] == [WISH]
    nothing_is_half_written(stack, adult)


@pytest.mark.parametrize("name", ["rasa", "actions"])
def test_what_is_said_while_a_part_is_down_is_kept_and_answered_once_it_is_back(
    name: str, adult: Talker, stack: Stack
) -> None:
    stack.kill(name)
    turn_id = str(uuid4())

    told = adult.say(WISH, turn_id)
    told_again = adult.say(WISH, turn_id)

    assert [message["text"] for message in told["messages"]] == [KEPT]
    assert told_again == told, "said once, however often it is sent"
    stack.start(name)
    seen = adult.wait_until_answered(60)
    assert adult.asking == "confirm"
    assert typed(seen).count(WISH) == 1
    assert [outcome["text"] for outcome in stack.record(adult.id)["outcomes"]] == [WISH]
    adult.say("Yes, that is right")
    assert adult.asking == "importance"
    nothing_is_half_written(stack, adult)


def test_a_conversation_begun_while_the_bot_is_away_is_welcomed_when_it_is_back(
    stack: Stack,
) -> None:
    stack.kill("rasa")
    early = Talker.begin(stack.url)

    assert "I am a computer" in early.last
    early.say("My son takes my money")
    stack.start("rasa")
    seen = early.wait_until_answered(60)

    assert seen["asking"] == "safe_now"
    assert any("It helps you say what you want" in line["text"] for line in seen["messages"])
    statements = stack.record(early.id)["statements"]
    assert [said["text"] for said in statements] == ["My son takes my money"]
    early.say("Yes, I can talk now")
    assert early.asking == "role"
    nothing_is_half_written(stack, early)


def test_several_things_said_while_it_is_down_keep_their_order_and_answer_one_question(
    adult: Talker, stack: Stack
) -> None:
    stack.kill("rasa")
    adult.say(WISH)
    adult.say("and I want my own key to the door")
    adult.say("I want it to stop")

    stack.start("rasa")
    seen = adult.wait_until_answered(60)

    assert typed(seen)[-3:] == adult.said[-3:]
    assert adult.asking == "confirm"
    record = stack.record(adult.id)
    assert [outcome["text"] for outcome in record["outcomes"]] == [WISH]
    aside = [said["text"] for said in record["statements"] if said["kind"] == "other"]
    assert sorted(aside) == sorted(adult.said[-2:])
    nothing_is_half_written(stack, adult)


def kills(stack: Stack, name: str) -> Callable[[], None]:
    return lambda: stack.kill(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_kill_in_the_middle_of_a_turn_records_it_once(
    name: str, adult: Talker, proxy: Proxy, stack: Stack
) -> None:
    held, turn_id = Held(), str(uuid4())
    proxy.fault = at("validate_outcome_form", held)

    def say() -> None:
        with suppress(httpx2.HTTPError):  # web itself is killed: the page hears nothing
            adult.try_to_say(WISH, turn_id)

    saying = threading.Thread(target=say)
    saying.start()
    assert held.reached.wait(10)
    stack.kill(name)
    proxy.fault = None
    held.released.set()
    saying.join()
    stack.start(name)
    stack.wait()

    adult.wait_until_answered(60)
    again = adult.say(WISH, turn_id)

    assert again["asking"] == "confirm"
    assert typed(adult.read()).count(WISH) == 1
    assert [outcome["text"] for outcome in stack.record(adult.id)["outcomes"]] == [WISH]
    nothing_is_half_written(stack, adult)


def test_coming_back_while_the_bot_is_away_is_met_when_it_is_back(
    adult: Talker, stack: Stack
) -> None:
    stack.kill("rasa")

    adult.come_back()
    assert typed({"messages": adult.messages}) == adult.said, "their words are there to read"
    stack.start("rasa")
    seen = adult.wait_until_answered(60)

    assert seen["asking"] == "outcome"
    adult.say(WISH)
    assert adult.asking == "confirm"
    nothing_is_half_written(stack, adult)
