"""A process that hangs takes connections and answers nothing: nobody waits long for it twice."""

import time

import pytest

from tests.faults.checks import KEPT, nothing_is_half_written, typed
from tests.faults.test_danger_while_away import DANGER, alerts
from tests.stack import Stack
from tests.talker import Talker

WISH = "I want to see my sister"
# As long as people wait, not as short as other tests have it.
AS_PEOPLE_HAVE_IT = {"OWNWORDS_BOT_TIMEOUT_SECONDS": "10", "OWNWORDS_RETRY_SECONDS": "2"}


@pytest.mark.parametrize("name", ["rasa", "actions"])
def test_while_it_hangs_danger_is_met_at_once_behind_words_that_wait(
    name: str, stack: Stack
) -> None:
    with stack.another_web(**AS_PEOPLE_HAVE_IT) as url:
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
    assert found_out - began < 9, "before the time of a turn is up"
    assert answered - found_out < 4, "it is known to hang: not asked, and not looked at either"
    assert typed(seen)[-2:] == [WISH, DANGER]
    assert alerts(stack, adult) == [("now", "danger")]
    nothing_is_half_written(stack, adult)


def test_while_one_hangs_everybody_else_is_told_at_once_that_words_are_kept(stack: Stack) -> None:
    with stack.another_web(**AS_PEOPLE_HAVE_IT) as url:
        first, second = (Talker.begin(url).go_to("outcome") for _ in range(2))
        with stack.hanging("rasa"):
            first.say(WISH)
            began = time.monotonic()
            told = second.say(WISH)
            took = time.monotonic() - began
        first.wait_until_answered(60)
        second.wait_until_answered(60)

    assert [message["text"] for message in told["messages"]] == [KEPT]
    assert took < 4
    assert second.asking == "confirm"
