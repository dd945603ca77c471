"""Arriving, and who is here."""

from typing import Any

import pytest

from bot.actions.arrive import ActionArriveNotNow, ActionArriveReturn, ValidateArriveForm
from bot.actions.names import Form, Slot, Utter
from bot.actions.role import ValidateRoleForm
from bot.actions.turn import Turn
from tests.actions.play import HOME, answer, of_one_outcome, play
from tests.builders import a_tracker

ARRIVE, ROLE = ValidateArriveForm(), ValidateRoleForm()


async def test_a_yes_to_being_safe_needs_no_more_words() -> None:
    played = await answer(ARRIVE, Slot.SAFE_NOW, "Yes, I can talk now", "affirm")

    assert (played.asks, played.messages) == (None, [])


@pytest.mark.parametrize("intent", ["say_unsure", "inform"])
async def test_whoever_is_not_sure_is_told_how_to_leave(intent: str) -> None:
    played = await answer(ARRIVE, Slot.SAFE_NOW, "maybe", intent)

    assert played.said == [Utter.TAKE_CARE]
    assert played.asks is None


async def test_a_yes_with_a_but_keeps_its_but() -> None:
    played = await answer(ARRIVE, Slot.SAFE_NOW, "yes, but he is back at five")

    assert played.command("record_statement")["text"] == "yes, but he is back at five"


async def test_a_no_to_being_safe_is_left_to_its_rule() -> None:
    played = await answer(ARRIVE, Slot.SAFE_NOW, "No, not now", "deny")

    assert played.slots == {"requested_slot": Slot.SAFE_NOW}


async def test_a_no_to_being_safe_closes_the_page_at_once_and_keeps_the_place() -> None:
    played = await play(
        ActionArriveNotNow(), "No, not now", "deny", asking=Slot.SAFE_NOW, loop=Form.ARRIVE
    )

    assert played.said == [Utter.CLOSE]
    assert played.commands == ["raise_alert", "set_status", "close_sessions"]
    assert played.slots[Slot.PAUSED] == {"loop": Form.ARRIVE, "slot": Slot.SAFE_NOW}
    assert played.loop == [None]


@pytest.mark.parametrize(
    "words",
    ["no one can see", "nobody's here", "No, I'm alone", "no i am on my own", "no, just me"],
)
async def test_a_no_that_means_nobody_is_there_is_a_yes(words: str) -> None:
    played = await play(ActionArriveNotNow(), words, "deny", asking=Slot.SAFE_NOW, loop=Form.ARRIVE)

    assert (played.slots[Slot.SAFE_NOW], played.follows) == ("affirm", Form.ARRIVE)
    assert played.commands == []


async def test_who_comes_back_is_met_at_the_question_they_left() -> None:
    left = {"loop": Form.STORY, "slot": Slot.FEELINGS}

    played = await play(ActionArriveReturn(), "", "come_back", **{Slot.PAUSED: left})

    assert played.said[0] == Utter.RETURN
    assert played.follows == Form.STORY
    assert played.slots["requested_slot"] == Slot.FEELINGS
    assert played.command("set_status")["status"] == "open"


async def test_who_comes_back_with_nothing_open_hears_what_they_wanted() -> None:
    played = await play(ActionArriveReturn(), "", "come_back", **{Slot.OUTCOMES: [HOME]})

    assert played.follows == Form.STILL


async def test_who_comes_back_with_nothing_said_can_choose() -> None:
    assert (await play(ActionArriveReturn(), "", "come_back")).follows == Form.TOPIC


async def test_news_from_a_worker_is_told_on_coming_back() -> None:
    played = await play(ActionArriveReturn(), "", "come_back", **{Slot.NEWS: "“Hello”"})

    assert Utter.NEWS in played.said


# ------------------------------------------------------------------------------------- who is here


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("It is about me", "adult"), ("It’s about me.", "adult"), ("just me", "adult"),
        ("I am their advocate", "advocate"), ("I'm her IMCA", "advocate"),
        ("paid representative", "advocate"), ("I am family or a friend", "family"),
        ("I'm his mum", "family"), ("her next door neighbour", "family"),
        ("I am a worker", "worker"), ("his social worker", "worker"),
        ("care home manager", "worker"),
        ("me", "adult"), ("IT IS ABOUT ME", "adult"),
        ("I am Dot. My grandson Kev takes my pension card", "adult"),
        ("my support worker hits me", "adult"), ("my son he hold my passport", "adult"),
        ("My mum asked me to write", "family"), ("my mum, I'm her son and she hits me", "family"),
        ("it's for my mum, my brother takes her money", "family"),
    ],
)  # fmt: skip
async def test_who_is_here_is_read_from_a_choice_or_from_words(words: str, role: str) -> None:
    played = await answer(ROLE, Slot.WHO, words)

    assert played.command("record_role")["role"] == role
    assert played.slots[Slot.SPEAKER] == ("self" if role == "adult" else "other")
    assert played.asks == (None if role == "adult" else Slot.RELATIONSHIP)


async def test_all_of_an_introduction_is_kept() -> None:
    played = await answer(ROLE, Slot.WHO, "I'm Joe, I'm his dad")

    assert played.command("record_statement")["text"] == "I'm Joe, I'm his dad"


async def test_a_choice_is_not_kept_as_words_of_theirs() -> None:
    assert (await answer(ROLE, Slot.WHO, "I am a worker")).commands == ["record_role"]


async def test_what_is_not_understood_is_asked_once_more_and_then_taken_as_the_adult() -> None:
    first = await answer(ROLE, Slot.WHO, "purple")
    second = await answer(ROLE, Slot.WHO, "purple", **{Slot.TRIES: 1})

    assert (first.said, first.asks) == ([Utter.CHOOSE], Slot.WHO)
    assert (second.slots[Slot.WHO], second.asks) == ("adult", None)


async def test_who_speaks_for_another_is_asked_how_they_know_them_and_whose_words_it_is() -> None:
    knows = await answer(ROLE, Slot.RELATIONSHIP, "I'm her IMCA", **{Slot.WHO: "advocate"})
    slots = {Slot.WHO: "advocate", Slot.RELATIONSHIP: "x"}
    here = await answer(ROLE, Slot.TOGETHER, "No, I am on my own", "deny", **slots)
    whose = await answer(
        ROLE, Slot.WHOSE_WORDS, "What I think they would want", **slots | {Slot.TOGETHER: "deny"}
    )

    assert knows.command("record_role")["relationship"] == "I'm her IMCA"
    assert (knows.asks, here.asks, whose.asks) == (Slot.TOGETHER, Slot.WHOSE_WORDS, None)
    assert here.command("record_role")["together"] is False
    assert whose.command("record_role")["whose_words"] == "inferred"
    assert whose.said == [Utter.THANKS_OTHER]


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("Their own words, as they say them", "verbatim"), ("she is telling me", "verbatim"),
        ("What they told me before", "reported"), ("he told me last week", "reported"),
        ("What I think they would want", "inferred"), ("probably what she would like", "inferred"),
        ("no idea really", "reported"),
    ],
)  # fmt: skip
async def test_words_count_as_the_adults_own_only_where_that_was_said(
    words: str, whose: str
) -> None:
    played = await answer(ROLE, Slot.WHOSE_WORDS, words, **{Slot.WHO: "advocate"})

    assert played.command("record_role")["whose_words"] == whose


async def test_skipping_who_is_here_leaves_it_open() -> None:
    played = await answer(ROLE, Slot.WHO, "skip", "skip_question")

    assert played.asks is None
    assert played.commands == []


@pytest.mark.parametrize(
    ("who", "whose", "said_by", "provenance"),
    [
        (None, None, "adult", "verbatim"),
        ("adult", None, "adult", "verbatim"),
        ("skipped", None, "adult", "verbatim"),
        ("advocate", "verbatim", "adult", "verbatim"),
        ("advocate", "reported", "advocate", "reported"),
        ("advocate", "inferred", "advocate", "inferred"),
        ("family", None, "family", "reported"),
        ("worker", "skipped", "worker", "reported"),
        ("worker", "unsure", "worker", "reported"),
    ],
)
def test_each_line_carries_whose_words_it_holds(
    who: str | None, whose: str | None, said_by: str, provenance: str
) -> None:
    slots: dict[str, Any] = {Slot.WHO: who, Slot.WHOSE_WORDS: whose}
    turn = Turn.of(a_tracker("x", **slots))

    assert (turn.said_by, turn.provenance) == (said_by, provenance)


def test_the_same_turn_has_the_same_ids_and_another_turn_others() -> None:
    one, again = (Turn.of(a_tracker("x", **of_one_outcome())) for _ in range(2))
    other = Turn.of(a_tracker("x", turn_id="99999999-9999-4999-8999-999999999999"))

    assert one.id_for("outcome") == again.id_for("outcome")
    assert len({one.id_for("outcome"), one.id_for("need"), other.id_for("outcome")}) == 3
