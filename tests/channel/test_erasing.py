"""Asking that all be erased is understood; the same words about something else are a wish."""

import pytest

from bot.questions import said_outright


@pytest.mark.parametrize(
    "words",
    [
        "delete everything I've told you", "please wipe all this", "Delete everything.",
        "can you delete what i wrote", "erase this conversation please", "I want to delete it all",
        "wipe everything I’ve said", "can i delete this", "How do I delete all this later?",
        "could we erase it all afterwards",
    ],
)  # fmt: skip
def test_asking_to_erase_it_all_is_heard(words: str) -> None:
    assert said_outright(words) == "erase_all"


@pytest.mark.parametrize(
    "words",
    [
        "delete everything on his phone", "I want to delete all my photos from his phone",
        "I want him to delete everything I sent him", "get rid of him", "wipe the slate clean",
        "remove the camera", "how do I delete everything off my phone",
    ],
)  # fmt: skip
def test_erasing_something_else_is_no_command(words: str) -> None:
    assert said_outright(words) is None
