"""The action server fails in every way: the words are kept, the person told, and answered once."""

from uuid import uuid4

import pytest

from tests.faults.checks import KEPT, nothing_is_half_written, typed
from tests.faults.proxy import (
    Fault,
    Proxy,
    answers,
    at,
    drops,
    fails,
    half_answers,
    once,
    raises,
    works_and_drops,
)
from tests.outline import outline
from tests.stack import Stack
from tests.talker import Talker

SERVICE = "I want a care package"
SCRIPT = (
    SERVICE,
    "So that I could stay in my own home",
    "Yes, that is right",
    "It matters most",
    "Yes, there is more",
    "I want to see my sister",
    "Yes, that is right",
    "It matters a lot",
    "No, that is all",
    "I want to see my sister",
    SERVICE,
    "Yes, it is right",
)

FAULTS: dict[str, Fault] = {
    "500": fails,
    "a real error in the action": raises,
    "connection closed": drops,
    "half an answer": half_answers,
    "the answer is lost": works_and_drops,
    "not JSON": answers(b"<html>bad gateway</html>"),
    "nothing": answers(b""),
    "no events": answers({"responses": []}),
    "events are not a list": answers({"events": "many", "responses": []}),
    "an event without a kind": answers({"events": [{"name": "outcome_text"}], "responses": []}),
    "an event nobody knows": answers({"events": [{"event": "nonsense"}], "responses": []}),
    "a list": answers([]),
    "no event": answers({"events": [], "responses": []}),
    "400": answers({"error": "no", "action_name": "validate_outcome_form"}, 400),
    "404": answers({"error": "no such action", "action_name": "x"}, 404),
    "a command that is not one": answers(
        {"events": [], "responses": [{"custom": {"command": "drop_everything"}}]}
    ),
}
# Where in the script each action runs; the rest of it goes through.
AT = {
    "validate_outcome_form": SERVICE,
    "action_ask_outcome_deeper": SERVICE,
    "action_ask_plan_priority": "No, that is all",
    "action_ask_plan_b": "I want to see my sister",
    "validate_plan_form": SERVICE,
    "action_summary_finish": "Yes, it is right",
}


def kept_and_answered(talker: Talker, proxy: Proxy, text: str, fault: Fault) -> None:
    """Say it while the fault lasts; then mend it and wait."""
    before, turn_id = talker.asking, str(uuid4())
    proxy.fault = fault

    broken = talker.say(text, turn_id)

    assert [message["text"] for message in broken["messages"]] == [KEPT]
    assert broken["asking"] == before
    assert typed(talker.read())[-1] == text
    proxy.fault = None
    talker.wait_until_answered()
    again = talker.try_to_say(text, turn_id).json()
    assert again["messages"][0]["text"] == KEPT
    assert len(again["messages"]) > 1
    assert again["asking"] == talker.asking
    assert talker.try_to_say(text, turn_id).json() == again, "a third time changes nothing"


@pytest.fixture(scope="module")
def undisturbed(proxy_and_stack: tuple[Proxy, Stack]) -> dict[str, object]:
    """The record of the script with nothing broken."""
    stack = proxy_and_stack[1]
    talker = Talker.begin(stack.url).go_to("outcome")
    talker.say_all(*SCRIPT)
    assert talker.asking == "none"
    return outline(stack.record(talker.id), without=(KEPT,))


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_words_met_with_a_broken_answer_are_kept_and_answered_once(
    fault: Fault, adult: Talker, proxy: Proxy, stack: Stack
) -> None:
    kept_and_answered(adult, proxy, SERVICE, at("validate_outcome_form", fault))

    assert adult.asking == "outcome_deeper"
    record = stack.record(adult.id)
    assert [outcome["text"] for outcome in record["outcomes"]] == [SERVICE]
    assert [said["text"] for said in record["statements"] if said["kind"] == "other"] == []
    assert typed(adult.read()) == adult.said
    nothing_is_half_written(stack, adult)


@pytest.mark.parametrize("action", AT)
def test_a_failure_of_any_action_leaves_the_record_as_if_it_had_not_been(
    action: str, adult: Talker, proxy: Proxy, stack: Stack, undisturbed: dict[str, object]
) -> None:
    where = len(SCRIPT) - SCRIPT[::-1].index(AT[action]) - 1
    if action in ("validate_outcome_form", "action_ask_outcome_deeper"):
        where = 0
    for line in SCRIPT[:where]:
        adult.say(line)

    kept_and_answered(adult, proxy, SCRIPT[where], at(action, fails))
    adult.say_all(*SCRIPT[where + 1 :])

    assert outline(stack.record(adult.id), without=(KEPT,)) == undisturbed
    nothing_is_half_written(stack, adult)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_one_failed_call_is_made_good_without_anyone_doing_anything(
    fault: Fault, adult: Talker, proxy: Proxy, stack: Stack
) -> None:
    proxy.fault = once(at("validate_outcome_form", fault))

    told = adult.say(SERVICE)
    adult.wait_until_answered()

    assert [message["text"] for message in told["messages"]] == [KEPT]
    assert adult.asking == "outcome_deeper"
    record = stack.record(adult.id)
    assert [outcome["text"] for outcome in record["outcomes"]] == [SERVICE]
    assert [said["text"] for said in record["statements"] if said["kind"] == "other"] == []


def test_a_message_that_always_fails_is_set_aside_and_the_conversation_goes_on(
    adult: Talker, proxy: Proxy, stack: Stack
) -> None:
    proxy.fault = at("validate_outcome_form", fails)
    adult.say(SERVICE)

    seen = adult.wait_until_answered()
    proxy.fault = None

    assert "could not take them in" in seen["messages"][-1]["text"]
    assert adult.asking == "outcome"
    adult.say_all("I want to see my sister", "Yes, that is right")
    record = stack.record(adult.id)
    assert [outcome["text"] for outcome in record["outcomes"]] == ["I want to see my sister"]
    assert [s["text"] for s in record["statements"] if s["kind"] == "other"] == [SERVICE]
    assert typed(adult.read()) == adult.said
    nothing_is_half_written(stack, adult)
