"""The guidance's eleven examples and its own sentence, said to the bot: none may be met with "tell
me more"."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.talker import Talker

EXAMPLES = (
    "To be and to feel safer.",
    "To maintain a key relationship.",
    "To make new friends.",
    "To have help to recover.",
    (
        "To have access to justice or an apology or to know that disciplinary or other action "
        "has been taken."
    ),
    "To know that this won't happen to anyone else.",
    "To maintain control over the situation.",
    "To be involved in making decisions",
    "To have exercised choice.",
    "To be able to protect themselves in future.",
    "To know where to get help.",
    "I want to feel safe in my own home again",
)


def at_the_question(talker: Talker) -> Talker:
    talker.say_all("Yes, I can talk now", "It is about me", "skip", "skip", "skip")
    assert talker.asking == "outcome"
    return talker


@pytest.mark.parametrize("wish", EXAMPLES)
def test_an_example_of_the_guidance_is_taken_as_the_wish_it_is(
    wish: str, talk: Callable[..., Talker], record_of: Callable[[Talker], dict[str, Any]]
) -> None:
    adult = at_the_question(talk())

    adult.say(wish)

    assert adult.asking == "confirm", f"asked {adult.last!r} instead of reading it back"
    assert wish in adult.last
    assert [outcome["text"] for outcome in record_of(adult)["outcomes"]] == [wish]


def test_the_guidances_service_response_is_met_with_one_gentle_question(
    talk: Callable[..., Talker],
) -> None:
    adult = at_the_question(talk())

    adult.say("The person is receiving increased monitoring or care")

    assert adult.asking == "outcome_deeper"
    assert "not an outcome" not in adult.last.casefold()
