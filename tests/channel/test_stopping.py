"""Wanting to stop, in so many words, is heard at every question; what begins like it is a wish."""

import pytest

from bot.questions import said_outright


@pytest.mark.parametrize(
    "words",
    [
        "I want to stop now", "can we stop", "I’d like to finish here please", "I want to stop",
        "sorry I need to stop for today", "could I stop?",
    ],
)  # fmt: skip
def test_that_somebody_wants_to_stop_is_heard(words: str) -> None:
    assert said_outright(words) == "stop_conversation"


@pytest.mark.parametrize(
    "words",
    [
        "I want to stop here in my own house", "I want to stop being frightened",
        "I want to finish it", "I want to stop this", "he wants to stop now",
    ],
)  # fmt: skip
def test_a_wish_that_begins_like_stopping_is_no_stop(words: str) -> None:
    assert said_outright(words) is None
