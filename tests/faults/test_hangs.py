"""A process that hangs takes connections and answers nothing: nobody waits long for it twice."""

import time

import pytest

from tests.faults.checks import KEPT, nothing_is_half_written, typed
from tests.faults.test_danger_while_away import DANGER, alerts
from tests.stack import Stack
from tests.talker import Talker

WISH = "I want to see my sister"
# A long time for a turn: whoever waits for all of it, or for the fifth of it after which the bot is
# looked at, is told apart from who does not, on a full machine as well.
LONG = {"OWNWORDS_BOT_TIMEOUT_SECONDS": "30", "OWNWORDS_RETRY_SECONDS": "2"}
A_FIFTH = 6


@pytest.mark.parametrize("name", ["rasa", "actions"])
def test_while_it_hangs_danger_is_met_at_once_behind_words_that_wait(
    name: str, stack: Stack
) -> None:
    with stack.another_web(**LONG) as url:
        adult = Talker.begin(url).go_to("outcome")
        with stack.hanging(name):
            began = time.monotonic()
            told = adult.say(WISH)
            found_out = time.monotonic()
            told_of_danger = adult.say(DANGER)
            answered = time.monotonic()

        seen = adult.wait_until_answered(60)

    assert [message["text"] for message in told["messages"]] == [KEPT]
    assert [message["kind"] for message in told_of_danger["messages"]] == ["safety"]
    assert "999" in told_of_danger["messages"][0]["text"]
    assert found_out - began < 3 * A_FIFTH, "before the time of a turn is up"
    assert answered - found_out < A_FIFTH, "it is known to hang, and not asked"
    assert typed(seen)[-2:] == [WISH, DANGER]
    assert alerts(stack, adult) == [("now", "danger")]
    nothing_is_half_written(stack, adult)


def test_while_one_hangs_everybody_else_is_told_at_once_that_words_are_kept(stack: Stack) -> None:
    with stack.another_web(**LONG) as url:
        first, second = (Talker.begin(url).go_to("outcome") for _ in range(2))
        with stack.hanging("rasa"):
            first.say(WISH)
            began = time.monotonic()
            told = second.say(WISH)
            took = time.monotonic() - began
        first.wait_until_answered(60)
        second.wait_until_answered(60)

    assert [message["text"] for message in told["messages"]] == [KEPT]
    assert took < A_FIFTH
    assert second.asking == "confirm"
