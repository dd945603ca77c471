"""Every choice that is shown is understood when it is chosen."""

from typing import Any

import pytest

from bot.actions.turn import Turn
from bot.questions import ASKING, choice_in, topic_in
from nlp.reading import read
from tests.conftest import MODELS
from tests.contract.python_names import forms
from tests.contract.rasa_files import load_domain, variants

# Shown beside what is said in danger or distress, at whatever question that happens.
AT_ANY_TIME = {
    "Carry on": {"repeat_question"},
    "Stop here": {"stop_conversation"},
    "I need a break": {"take_break"},
    "I want to talk to a person": {"ask_human"},
}
SKIP = "Skip this question"
# A yes and a no must not be mistaken for each other, nor for words of the person's own.
MEANT = {
    "Yes, I can talk now": "affirm",
    "No, not now": "deny",
    "Yes, they are with me": "affirm",
    "No, I am on my own": "deny",
    "Yes, that is right": "affirm",
    "No, let me change it": "deny",
    "Yes, there is more": "affirm",
    "No, that is all": "deny",
    "Yes": "affirm",
    "No": "deny",
    "I am not sure": "say_unsure",
    "Yes, it is right": "affirm",
    "Yes, they may": "affirm",
    "No, they may not": "deny",
    "No, nobody": "deny",
    "Yes, it is still right": "affirm",
    "No, it has changed": "deny",
    "Yes, maybe": "affirm",
    "No, not for me": "deny",
    SKIP: "skip_question",
    "They go well together": "inform",
}

pytestmark = pytest.mark.skipif(not MODELS.exists(), reason="run `ownwords train` first")


def as_the_bot_reads(words: str, asking: str) -> str:
    """Return the intent as bot/channel/reader.py decides it."""
    if topic_in(words) is not None:
        return "choose_topic"
    return choice_in(words, asking) or read(words, asking).intent


def questions_of(response: str) -> list[str]:
    """Return the slots at which a response's choices can be picked."""
    slot = response.removeprefix("utter_ask_")
    if slot in ASKING:
        return [slot]
    return {"utter_plan_b": ["plan_b"]}.get(response, [])


def choices() -> set[tuple[str, str]]:
    """Return (slot, words) for each choice shown with a question."""
    return {
        (slot, button["payload"])
        for response, wording in variants()
        for button in wording.get("buttons") or []
        for slot in questions_of(response)
    }


def takes(slot: str, words: str, intent: str) -> bool:
    """Tell whether a form that asks this takes the words, read so, as its answer."""
    asking = [
        forms()[f] for f, of in load_domain()["forms"].items() if slot in of["required_slots"]
    ]
    turn = Turn(words, intent, "", {})
    return all(form._is_answer(slot, turn) for form in asking)


@pytest.mark.parametrize(("slot", "words"), sorted(choices()))
def test_a_choice_shown_with_a_question_is_taken_as_its_answer(slot: str, words: str) -> None:
    intent = as_the_bot_reads(words, ASKING[slot])

    assert intent == MEANT.get(words, intent)
    # A no to being safe is served by a rule of its own: the page closes.
    assert takes(slot, words, intent) or (slot, intent) == ("arrive_safe_now", "deny")


@pytest.mark.parametrize("asking", sorted({*ASKING.values(), "none"}))
@pytest.mark.parametrize("words", sorted(AT_ANY_TIME))
def test_a_choice_shown_in_danger_or_distress_is_understood_at_every_question(
    words: str, asking: str
) -> None:
    assert as_the_bot_reads(words, asking) in AT_ANY_TIME[words]


def test_every_choice_is_shown_with_a_question_at_any_time_or_opens_a_topic() -> None:
    at_a_question = {words for _, words in choices()}
    elsewhere: set[str] = {
        button["payload"]
        for _, wording in variants()
        for button in wording.get("buttons") or []
        if button["payload"] not in at_a_question
    }

    assert {words for words in elsewhere if topic_in(words) is None} - set(AT_ANY_TIME) == set()


@pytest.mark.parametrize("asking", sorted({*ASKING.values(), "none"}))
def test_skipping_is_understood_at_every_question(asking: str) -> None:
    assert as_the_bot_reads(SKIP, asking) == "skip_question"


def test_every_choice_that_python_knows_is_shown() -> None:
    """One that is worded anew in one place only would be taken as words of the person's own."""
    from bot.actions import choices as known
    from bot.actions.plan import TOGETHER

    shown = {known.normal(words) for _, words in choices()}
    tables: list[dict[str, Any]] = [
        known.WHO, known.WHOSE, known.SUMMARY, known.OPTIONS, known.CONSENT, known.ACHIEVED,
    ]  # fmt: skip

    assert set().union({TOGETHER}, *tables) - shown == set()


def test_every_choice_that_is_read_by_its_title_is_shown() -> None:
    from bot.questions import ALWAYS, CHOICES, TOPICS

    shown = {
        " ".join(button["payload"].casefold().split())
        for _, wording in variants()
        for button in wording.get("buttons") or []
    }

    assert {title for titles in (*CHOICES.values(), ALWAYS) for title in titles} - shown == set()
    assert set(TOPICS) - shown <= {"see if it is still right"}
