"""Danger typed while the bot is away: what to do is said at once, and a worker is alerted once."""

import pytest

from tests.faults.checks import nothing_is_half_written, typed
from tests.faults.proxy import Proxy, fails
from tests.stack import Stack
from tests.talker import Talker

DANGER = "He is hitting me right now"
DYING = "I am going to kill myself tonight"


@pytest.mark.parametrize(
    ("words", "kind", "number"), [(DANGER, "danger", "999"), (DYING, "self_harm", "116 123")]
)
def test_danger_while_rasa_is_down_is_met_at_once_and_alerted_once(
    words: str, kind: str, number: str, adult: Talker, stack: Stack
) -> None:
    stack.kill("rasa")

    told = adult.say(words)

    assert [message["kind"] for message in told["messages"]] == ["safety"]
    assert number in told["messages"][0]["text"]
    now = [(alert["level"], alert["kind"]) for alert in stack.record(adult.id)["alerts"]]
    assert now == [("now", kind)]

    stack.start("rasa")
    seen = adult.wait_until_answered(60)

    alerts = stack.record(adult.id)["alerts"]
    assert [(alert["level"], alert["kind"]) for alert in alerts] == [("now", kind)]
    assert typed(seen).count(words) == 1
    adult.say_all("Carry on", "I want to see my sister")
    assert adult.asking == "confirm"
    nothing_is_half_written(stack, adult)


def test_danger_behind_words_that_wait_is_not_kept_waiting(
    adult: Talker, proxy: Proxy, stack: Stack
) -> None:
    proxy.fault = fails
    adult.say("I want to see my sister")

    told = adult.say(DANGER)

    assert [message["kind"] for message in told["messages"]] == ["safety"]
    assert "999" in told["messages"][0]["text"]
    proxy.fault = None
    adult.wait_until_answered()
    alerts = stack.record(adult.id)["alerts"]
    assert [(alert["level"], alert["kind"]) for alert in alerts] == [("now", "danger")]
    nothing_is_half_written(stack, adult)
