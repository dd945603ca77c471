"""What can be asked at every question; going back, stopping, and going on."""

from typing import Any

import pytest
from rasa_sdk import Action

from bot.actions.help import (
    ActionCoreFallback,
    ActionCoreResume,
    ActionHelpAccess,
    ActionHelpAskAgain,
    ActionHelpBack,
    ActionHelpBreak,
    ActionHelpChange,
    ActionHelpHuman,
    ActionHelpSimpler,
    ActionHelpStop,
)
from bot.actions.names import Form, Slot, Utter
from bot.actions.story import ValidateStoryForm
from tests.actions.play import HOME, TURN, Played, answer, play

OPEN = {"asking": Slot.FEELINGS, "loop": Form.STORY}
PLACE = {"loop": Form.STORY, "slot": Slot.FEELINGS}


async def at_a_question(kind: type[Action], words: str = "", /, **given: Any) -> Played:
    return await play(kind(), words, **OPEN, **given)


async def test_the_open_question_is_asked_again() -> None:
    assert (await at_a_question(ActionHelpAskAgain)).follows == Form.STORY


async def test_easy_words_are_kept_for_good() -> None:
    played = await at_a_question(ActionHelpSimpler)

    assert played.slots == {Slot.REGISTER: "easy"}
    assert played.follows == Form.STORY


async def test_going_back_undoes_the_last_answer() -> None:
    told = await answer(ValidateStoryForm(), Slot.HAPPENED, "He shouts.")
    slots = {n: v for n, v in told.slots.items() if n != "requested_slot"}

    back = await at_a_question(ActionHelpBack, "go back", **slots)

    assert back.sent == [{"command": "take_back", "turn_id": TURN}]
    assert back.said == [Utter.BACK]
    assert back.slots[Slot.HAPPENED] is None
    assert back.slots["requested_slot"] == Slot.HAPPENED
    assert (back.loop, back.follows) == ([Form.STORY], Form.STORY)


async def test_going_back_restores_every_slot_as_it_was() -> None:
    before = {Slot.CONFIRM: "affirm", Slot.MORE: "affirm", Slot.OUTCOME: "x"}
    step = {"loop": Form.OUTCOME, "slot": Slot.MORE, "before": before, "turn": TURN}

    back = await at_a_question(ActionHelpBack, **{Slot.TRAIL: [step]})

    assert (back.slots[Slot.CONFIRM], back.slots[Slot.OUTCOME]) == ("affirm", "x")
    assert back.slots[Slot.MORE] is None  # the question itself is open again


async def test_going_back_again_and_again_ends_at_the_first_question() -> None:
    steps = [{"loop": Form.STORY, "slot": slot, "before": {slot: None}, "turn": str(at)}
             for at, slot in enumerate((Slot.HAPPENED, Slot.FEELINGS))]  # fmt: skip
    one = await at_a_question(ActionHelpBack, **{Slot.TRAIL: steps})
    two = await at_a_question(ActionHelpBack, **{Slot.TRAIL: one.slots[Slot.TRAIL]})
    three = await at_a_question(ActionHelpBack, **{Slot.TRAIL: two.slots[Slot.TRAIL]})

    assert [p.slots.get("requested_slot") for p in (one, two, three)] == [
        Slot.FEELINGS, Slot.HAPPENED, None,
    ]  # fmt: skip
    assert (three.said, three.commands, three.follows) == ([Utter.BACK_NONE], [], Form.STORY)


async def test_going_back_does_not_change_the_trail_it_was_given() -> None:
    trail = [{"loop": Form.STORY, "slot": Slot.HAPPENED, "before": {}, "turn": TURN}]

    await at_a_question(ActionHelpBack, **{Slot.TRAIL: trail})

    assert len(trail) == 1


async def test_changing_an_answer_asks_which() -> None:
    played = await at_a_question(
        ActionHelpChange, "I said that wrong", **{Slot.OUTCOMES: [HOME], Slot.WHICH: "old"}
    )

    assert played.command("record_statement")["text"] == "I said that wrong"
    assert (played.slots["requested_slot"], played.slots[Slot.WHICH]) == (Slot.WHICH, None)
    assert played.follows == Form.TOPIC


async def test_with_nothing_to_change_the_question_stays_open() -> None:
    played = await at_a_question(ActionHelpChange, "I said that wrong")

    assert played.follows == Form.STORY
    assert played.commands == ["record_statement"]


@pytest.mark.parametrize(
    ("kind", "response"), [(ActionHelpStop, Utter.STOP), (ActionHelpBreak, Utter.BREAK)]
)
async def test_stopping_or_a_break_closes_the_question_and_keeps_the_place(
    kind: type[Action], response: str
) -> None:
    played = await at_a_question(kind)

    assert played.said == [response]
    assert played.sent == [{"command": "set_status", "status": "paused"}]
    assert played.slots == {Slot.PAUSED: PLACE, "requested_slot": None}
    assert played.loop == [None]


async def test_stopping_where_nothing_is_open_does_not_forget_an_earlier_place() -> None:
    assert (await play(ActionHelpStop(), "stop", **{Slot.PAUSED: PLACE})).slots == {}


@pytest.mark.parametrize("kind", [ActionCoreFallback, ActionHelpAskAgain])
async def test_writing_after_a_stop_opens_the_question_that_was_left(kind: type[Action]) -> None:
    played = await play(kind(), "I am back", **{Slot.PAUSED: PLACE})

    assert played.command("set_status")["status"] == "open"
    assert (played.loop, played.follows) == ([Form.STORY], Form.STORY)
    assert played.slots["requested_slot"] == Slot.FEELINGS
    assert played.slots[Slot.PAUSED] == PLACE | {"kept": True}


async def test_what_is_written_after_a_stop_is_kept_and_does_not_answer_the_question() -> None:
    played = await play(ActionCoreFallback(), "I am back now", **{Slot.PAUSED: PLACE})

    assert played.command("record_statement")["text"] == "I am back now"
    form = await answer(
        ValidateStoryForm(), Slot.FEELINGS, "I am back now",
        **{Slot.HAPPENED: "said", Slot.PAUSED: PLACE | {"kept": True}},
    )  # fmt: skip
    assert (form.asks, form.commands) == (Slot.FEELINGS, [])


@pytest.mark.parametrize("intent", ["affirm", "greet", "thank", "repeat_question"])
async def test_a_word_to_go_on_is_no_statement(intent: str) -> None:
    played = await play(ActionCoreFallback(), "yes", intent, **{Slot.PAUSED: PLACE})

    assert played.commands == ["set_status"]


async def test_a_message_with_nothing_open_offers_what_can_be_done() -> None:
    played = await play(ActionCoreFallback(), "hello?")

    assert played.follows == Form.TOPIC


async def test_a_person_is_asked_for_and_the_question_stays_open() -> None:
    played = await at_a_question(ActionHelpHuman)

    alert = played.command("raise_alert")
    assert (alert["level"], alert["kind"]) == ("worrying", "wants_a_person")
    assert played.said[0] == Utter.HUMAN
    assert played.follows == Form.STORY


async def test_what_helps_them_take_part_is_kept_in_their_words() -> None:
    played = await at_a_question(ActionHelpAccess, "bigger letters please")

    assert played.command("record_need")["text"] == "bigger letters please"
    assert (played.said, played.follows) == ([Utter.ACCESS], Form.STORY)


async def test_after_an_aside_the_conversation_goes_on_where_it_was() -> None:
    played = await play(ActionCoreResume(), "x", **{Slot.RESUME: PLACE})

    assert (played.loop, played.follows) == ([Form.STORY], Form.STORY)
    assert played.slots["requested_slot"] == Slot.FEELINGS
    assert played.slots[Slot.RESUME] is None


async def test_after_an_aside_with_nothing_left_the_plan_follows() -> None:
    assert (await play(ActionCoreResume(), "x")).follows == Form.PLAN


async def test_after_an_aside_once_all_is_finished_there_is_a_choice() -> None:
    assert (await play(ActionCoreResume(), "x", **{Slot.FINISHED: True})).follows == Form.TOPIC
