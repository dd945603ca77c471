"""What was taken as an outcome is read back, put right, weighed, and may be followed by more."""

import pytest

from bot.actions.names import Slot, Utter
from bot.actions.outcome import ValidateOutcomeForm
from tests.actions.play import HOME, NINA, answer, of_one_outcome
from tests.actions.readings import read_as

FORM = ValidateOutcomeForm()


async def test_skipping_a_second_outcome_still_asks_whether_there_is_more() -> None:
    played = await answer(FORM, Slot.OUTCOME, "skip", "skip_question", **{Slot.OUTCOMES: [HOME]})

    assert played.asks == Slot.MORE


async def test_a_yes_confirms_the_words() -> None:
    played = await answer(FORM, Slot.CONFIRM, "Yes, that is right", "affirm", **of_one_outcome())

    assert played.sent == [{"command": "confirm_outcome", "id": HOME["id"]}]
    assert played.asks == Slot.IMPORTANCE


@pytest.mark.parametrize("intent", ["say_unsure", "skip_question"])
async def test_without_a_yes_nothing_is_confirmed(intent: str) -> None:
    played = await answer(FORM, Slot.CONFIRM, "hm", intent, **of_one_outcome())

    assert (played.commands, played.asks) == ([], Slot.IMPORTANCE)


async def test_words_that_put_it_right_are_a_new_version_and_read_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch, "personal")

    played = await answer(FORM, Slot.CONFIRM, "to live at home", **of_one_outcome())

    assert played.commands == ["revise_outcome"]
    assert played.command("revise_outcome")["id"] == HOME["id"]
    assert played.slots[Slot.OUTCOMES] == [{"id": HOME["id"], "text": "to live at home"}]
    assert played.asks == Slot.CONFIRM


@pytest.mark.parametrize("intent", ["deny", "change_answer", "correct_bot"])
async def test_after_a_no_it_is_said_again_and_becomes_a_version(
    monkeypatch: pytest.MonkeyPatch, intent: str
) -> None:
    read_as(monkeypatch, "personal")
    no = await answer(FORM, Slot.CONFIRM, "No", intent, **of_one_outcome())
    slots = of_one_outcome() | {n: v for n, v in no.slots.items() if n != "requested_slot"}
    again = await answer(FORM, Slot.OUTCOME, "to live at home", **slots)

    assert (no.said, no.asks) == ([Utter.OUTCOME_SAY_AGAIN], Slot.OUTCOME)
    assert no.slots[Slot.REVISING] == HOME["id"]
    assert again.commands == ["revise_outcome"]
    assert (again.slots[Slot.REVISING], again.asks) == (None, Slot.CONFIRM)


async def test_a_long_no_says_something_that_is_kept() -> None:
    words = "no that is not what I said at all"

    played = await answer(FORM, Slot.CONFIRM, words, "deny", **of_one_outcome())

    assert played.command("record_statement")["text"] == words


async def test_who_would_rather_not_say_it_again_keeps_the_words_they_had() -> None:
    slots = of_one_outcome(**{Slot.OUTCOME: None, Slot.REVISING: HOME["id"]})

    played = await answer(FORM, Slot.OUTCOME, "skip", "skip_question", **slots)

    assert played.slots[Slot.OUTCOME] == HOME["text"]
    assert (played.commands, played.asks) == ([], Slot.IMPORTANCE)


async def test_how_much_it_matters_is_kept_in_their_words() -> None:
    slots = of_one_outcome(**{Slot.CONFIRM: "affirm"})

    played = await answer(FORM, Slot.IMPORTANCE, "more than anything", **slots)

    assert played.command("set_importance")["text"] == "more than anything"
    assert played.asks == Slot.MORE


READY = {Slot.CONFIRM: "affirm", Slot.IMPORTANCE: "said"}


@pytest.mark.parametrize("intent", ["deny", "say_unsure", "skip_question"])
async def test_having_said_all_ends_the_loop(intent: str) -> None:
    played = await answer(FORM, Slot.MORE, "No, that is all", intent, **of_one_outcome(**READY))

    assert (played.asks, played.commands) == (None, [])


async def test_a_yes_to_more_begins_afresh_and_keeps_what_was_said() -> None:
    played = await answer(FORM, Slot.MORE, "Yes", "affirm", **of_one_outcome(**READY))

    assert played.asks == Slot.OUTCOME
    assert Slot.OUTCOMES not in played.slots
    assert played.slots[Slot.OUTCOME] is played.slots[Slot.CONFIRM] is None


async def test_a_wish_said_straight_away_need_not_be_said_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch, "personal")

    played = await answer(FORM, Slot.MORE, NINA["text"], **of_one_outcome(**READY))

    assert [outcome["text"] for outcome in played.slots[Slot.OUTCOMES]] == [
        HOME["text"], NINA["text"],
    ]  # fmt: skip
    assert played.asks == Slot.CONFIRM


async def test_an_advocate_is_asked_whose_words_each_outcome_is() -> None:
    slots = of_one_outcome(**READY) | {Slot.WHO: "advocate", Slot.WHOSE_WORDS: "reported"}

    played = await answer(FORM, Slot.MORE, "Yes", "affirm", **slots)

    assert played.asks == Slot.WHOSE_WORDS
