import pytest

from bot.actions.names import Slot, Utter
from bot.actions.story import ValidateStoryForm
from tests.actions.play import answer

STORY = ValidateStoryForm()
KINDS = [(Slot.HAPPENED, "happened"), (Slot.FEELINGS, "feeling"), (Slot.MATTERS, "matters")]


@pytest.mark.parametrize(("slot", "kind"), KINDS)
async def test_each_part_of_a_story_is_kept_as_its_own_kind_word_for_word(
    slot: str, kind: str
) -> None:
    words = "  He shouts.\nAnd <b>worse</b> 😀 "

    said = (await answer(STORY, slot, words)).command("record_statement")

    assert (said["kind"], said["text"]) == (kind, words)
    assert (said["said_by"], said["provenance"]) == ("adult", "verbatim")


@pytest.mark.parametrize(("slot", "kind"), KINDS)
@pytest.mark.parametrize("intent", ["deny", "say_unsure", "skip_question"])
async def test_no_part_of_it_has_to_be_told(slot: str, kind: str, intent: str) -> None:
    played = await answer(STORY, slot, "no", intent)

    assert played.commands == []
    assert played.asks != slot


async def test_the_one_who_tells_what_happened_is_thanked() -> None:
    assert (await answer(STORY, Slot.HAPPENED, "He shouts.")).said == [Utter.STORY_THANKS]


@pytest.mark.parametrize("slot", [Slot.FEELINGS, Slot.MATTERS])
async def test_a_wish_said_before_it_is_asked_for_is_taken_as_the_wish(slot: str) -> None:
    words = "I want a different lady to help me"

    played = await answer(STORY, slot, words)

    assert played.command("record_outcome")["text"] == words
    assert (played.slots[slot], played.slots[Slot.OUTCOME]) == ("said", words)


@pytest.mark.parametrize(
    "words",
    [
        "I just want to cry", "i want to scream", "I want him dead", "I love my son",
        "he wants me out", "They want my house", "I wanted to leave", "I like it here",
        "I need to sleep",
    ],
)  # fmt: skip
async def test_a_feeling_or_what_another_wants_is_not_taken_as_their_wish(words: str) -> None:
    for slot in (Slot.FEELINGS, Slot.MATTERS):
        assert (await answer(STORY, slot, words)).commands == ["record_statement"]


async def test_what_the_adult_wants_is_taken_from_whoever_speaks_for_them() -> None:
    slots = {Slot.WHO: "advocate", Slot.WHOSE_WORDS: "reported"}

    played = await answer(STORY, Slot.MATTERS, "she wants to go back to her bungalow", **slots)

    assert played.command("record_outcome")["provenance"] == "reported"


async def test_what_a_relative_wants_is_not_taken_as_the_wish_of_the_adult() -> None:
    slots = {Slot.WHO: "family", Slot.WHOSE_WORDS: "inferred"}

    played = await answer(STORY, Slot.FEELINGS, "i want her moved to a home near me", **slots)

    assert played.commands == ["record_statement"]


async def test_what_happened_and_a_second_wish_stay_what_was_asked() -> None:
    happened = await answer(STORY, Slot.HAPPENED, "I wanted to go home. He locked the door.")
    second = await answer(STORY, Slot.MATTERS, "I want my cat", **{Slot.OUTCOME: "to go home"})

    assert happened.command("record_statement")["kind"] == "happened"
    assert second.command("record_statement")["kind"] == "matters"


async def test_the_state_does_not_hold_the_story() -> None:
    """The words are in the record; a copy in the state would only make each turn heavier."""
    played = await answer(STORY, Slot.HAPPENED, "He shouts.")

    assert "He shouts." not in str(played.events)


async def test_an_advocates_story_says_whose_words_it_holds() -> None:
    slots = {Slot.WHO: "advocate", Slot.WHOSE_WORDS: "inferred"}

    said = (await answer(STORY, Slot.HAPPENED, "She was hit.", **slots)).command("record_statement")

    assert (said["said_by"], said["provenance"]) == ("advocate", "inferred")
