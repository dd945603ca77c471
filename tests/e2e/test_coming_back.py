"""Coming back with the return code: in the middle of a question, and after the end."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.talker import ANSWERS, Talker

Record = dict[str, Any]
WISH = "I want to see my sister"


@pytest.mark.parametrize(
    "question", ["safe_now", "role", "happened", "outcome", "confirm", "importance", "summary"]
)
def test_the_open_question_is_asked_again_and_its_answer_taken_once(
    question: str, adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.go_to(question)
    before = record_of(adult)["outcomes"]

    adult.come_back()

    assert adult.asking == question
    assert [line["text"] for line in adult.messages if line["from"] == "person"] == adult.said
    assert record_of(adult)["outcomes"] == before
    adult.say(ANSWERS[question])
    assert adult.asking != question


def test_the_old_page_and_the_new_one_see_the_same(adult: Talker) -> None:
    adult.go_to("happened")
    old = adult.token

    adult.come_back()
    adult.say("My neighbour takes my money")
    new, adult.token = adult.token, old
    seen = adult.read()
    adult.token = new

    assert seen == adult.read()


def test_after_the_end_something_new_can_be_said(
    adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.go_to("none")

    adult.come_back()
    assert adult.asking not in ("none", "summary")
    adult.go_to("topic").say_all("Say something new that I want", WISH)
    adult.go_to("none")

    record = record_of(adult)
    assert [outcome["text"] for outcome in record["outcomes"]] == [ANSWERS["outcome"], WISH]
    assert record["status"] == "finished"


def test_after_the_end_a_wish_can_be_changed(
    adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.go_to("none").come_back()
    adult.go_to("topic").say_all("Change something I said", ANSWERS["outcome"], WISH)
    adult.go_to("none")

    (outcome,) = record_of(adult)["outcomes"]
    assert [version["text"] for version in outcome["versions"]] == [ANSWERS["outcome"], WISH]


def test_stopped_and_come_back_twice_nothing_is_doubled(
    adult: Talker, record_of: Callable[[Talker], Record]
) -> None:
    adult.go_to("outcome").say("I want to stop now")
    for _ in range(2):
        adult.come_back()
        assert adult.asking == "outcome"

    adult.say(WISH)

    assert adult.asking == "confirm"
    assert [outcome["text"] for outcome in record_of(adult)["outcomes"]] == [WISH]
