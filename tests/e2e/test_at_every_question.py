"""Skipping, going back, Easy words and going on after an interruption: an answer is taken once.

What each interruption leaves open is in test_every_interruption.py."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.talker import ANSWERS, Talker

Record = dict[str, Any]


@pytest.mark.parametrize("question", ["role", "happened", "matters", "outcome", "importance"])
@pytest.mark.parametrize("words", ["Skip this question", "I don't know"])
def test_any_question_can_be_skipped_or_not_known(
    words: str, question: str, adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.go_to(question)
    statements = record_of(adult)["statements"]

    adult.say(words)
    if adult.asking == question:
        adult.say(words)  # asked once more, kindly, and then left

    assert adult.asking != question
    assert record_of(adult)["statements"] == statements, "it is not kept as an answer"


@pytest.mark.parametrize(
    ("question", "before"),
    [("matters", "feelings"), ("outcome", "matters"), ("importance", "confirm")],
)
def test_going_back_asks_the_question_before_and_takes_its_new_answer(
    question: str, before: str, adult: Talker
) -> None:
    adult.go_to(question)

    adult.say("Go back")

    assert adult.asking == before
    adult.say(ANSWERS[before])
    assert adult.asking == question


def test_going_back_on_an_answer_takes_it_out_of_the_record_but_not_out_of_the_talk(
    adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.go_to("matters").say("My cat")

    adult.say("Go back")
    adult.say("My cat and my brother")

    record = record_of(adult)
    matters = [said["text"] for said in record["statements"] if said["kind"] == "matters"]
    assert matters == ["My cat and my brother"]
    assert "My cat" in [turn["text"] for turn in record["turns"]]


def test_at_the_first_question_there_is_nothing_to_go_back_to(adult: Talker) -> None:
    adult.say("Go back")

    assert adult.asking == "safe_now"


def test_simpler_words_stay_simple(adult: Talker) -> None:
    adult.go_to("happened")

    simpler = adult.say("Can you say it more simply?")["messages"][-1]["text"]
    adult.say("My neighbour takes my money")

    assert simpler == "What has happened? You do not have to tell me."
    assert adult.last == "How do you feel about it?"


INTERRUPTIONS = {
    "Why do you ask that?": (),
    "Can you say it more simply?": (),
    "I want to stop now": ("Carry on",),
    "I need a break": ("I am back",),
    "I want to talk to a real person": (),
    "He is hitting me right now": ("Carry on",),
    "I don't want an enquiry": ("Skip this question", "No"),
    "I need an interpreter": (),
    "Hello": (),
    "Thank you": (),
}


@pytest.mark.parametrize("interruption", INTERRUPTIONS)
@pytest.mark.parametrize("question", ["matters", "outcome", "importance"])
def test_after_an_interruption_one_answer_is_taken_once(
    question: str, interruption: str, adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    if (question, interruption) == ("outcome", "I don't want an enquiry"):
        pytest.skip("There it is an answer, and kept as the wish it is.")
    adult.go_to(question)
    adult.say_all(interruption, *INTERRUPTIONS[interruption])
    assert adult.asking == question
    words = {"matters": "My brother", "outcome": "I want to see my sister"}.get(question, "A lot")

    adult.say(words)

    record = record_of(adult)
    kept = [said["text"] for said in record["statements"]]
    kept += [outcome["text"] for outcome in record["outcomes"]]
    kept += [outcome["importance"] for outcome in record["outcomes"]]
    assert kept.count(words) == 1
    assert kept.count(interruption) <= 1
    assert adult.asking != question
