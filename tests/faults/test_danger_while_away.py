"""Danger typed while the bot is away: what to do is said at once, and a worker is alerted once."""

import pytest

from tests.faults.checks import nothing_is_half_written, typed
from tests.faults.proxy import Proxy, fails
from tests.stack import Stack
from tests.talker import Talker

DANGER = "He is hitting me right now"
DYING = "I am going to kill myself tonight"


def alerts(stack: Stack, talker: Talker) -> list[tuple[str, str]]:
    return [(alert["level"], alert["kind"]) for alert in stack.record(talker.id)["alerts"]]


def test_danger_while_rasa_is_down_is_met_at_once_and_alerted_once(
    adult: Talker, stack: Stack
) -> None:
    stack.kill("rasa")

    told = adult.say(DANGER)

    assert [message["kind"] for message in told["messages"]] == ["safety"]
    assert "999" in told["messages"][0]["text"]
    assert alerts(stack, adult) == [("now", "danger")]

    stack.start("rasa")
    seen = adult.wait_until_answered(60)

    assert alerts(stack, adult) == [("now", "danger")]
    assert typed(seen).count(DANGER) == 1
    adult.say_all("Carry on", "I want to see my sister")
    assert adult.asking == "confirm"
    nothing_is_half_written(stack, adult)


@pytest.mark.parametrize(
    ("words", "kind", "number"), [(DANGER, "danger", "999"), (DYING, "self_harm", "116 123")]
)
def test_danger_behind_words_that_wait_is_not_kept_waiting(
    words: str, kind: str, number: str, adult: Talker, proxy: Proxy, stack: Stack
) -> None:
    proxy.fault = fails
    adult.say("I want to see my sister")

    told = adult.say(words)

    assert [message["kind"] for message in told["messages"]] == ["safety"]
    assert number in told["messages"][0]["text"]
    proxy.fault = None
    adult.wait_until_answered()
    assert alerts(stack, adult) == [("now", kind)]
    nothing_is_half_written(stack, adult)
