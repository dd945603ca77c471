"""Somebody else writes: what one side said is not known to the other."""

import pytest

from bot.actions.arrive import ActionArriveReturn
from bot.actions.names import Form, Slot, Utter
from bot.actions.role import ValidateRoleForm
from bot.actions.topic import opened
from tests.actions.play import HOME, NINA, answer, of_one_outcome, play
from tests.builders import a_tracker

ROLE = ValidateRoleForm()
HERS = of_one_outcome() | {Slot.VOICE: "own", Slot.TRAIL: [{"slot": Slot.OUTCOME}]}
HIS = {Slot.VOICE: "family", Slot.OUTCOMES: [NINA], Slot.VOICES: {"own": {Slot.OUTCOMES: [HOME]}}}


async def test_the_first_to_say_who_they_are_take_nothing_over() -> None:
    played = await answer(ROLE, Slot.WHO, "I am family or a friend", **of_one_outcome())

    assert played.commands == ["record_role"]
    assert Slot.OUTCOMES not in played.slots
    assert played.slots[Slot.VOICE] == "family"


async def test_family_who_take_over_begin_with_nothing_of_hers() -> None:
    played = await answer(ROLE, Slot.WHO, "I am family or a friend", **HERS)

    assert played.said == [Utter.ROLE_APART]
    assert played.command("hand_over")["voice"] == "family"
    assert played.slots[Slot.OUTCOMES] is None
    assert played.slots[Slot.OUTCOME] is None
    assert played.slots[Slot.VOICES]["own"][Slot.OUTCOMES] == [HOME]


async def test_family_who_take_over_cannot_go_back_on_her_answers() -> None:
    played = await answer(ROLE, Slot.WHO, "I am family or a friend", **HERS)

    assert played.slots[Slot.TRAIL] is None


async def test_where_two_sides_have_written_it_is_said_each_time_which_one_writes() -> None:
    played = await answer(ROLE, Slot.WHO, "I am family or a friend", **HIS)

    assert played.command("hand_over")["voice"] == "family"
    assert Slot.OUTCOMES not in played.slots


async def test_hers_comes_back_when_she_writes_again_and_his_is_set_apart() -> None:
    played = await answer(ROLE, Slot.WHO, "It is about me", **HIS)

    assert played.slots[Slot.OUTCOMES] == [HOME]
    assert played.slots[Slot.VOICES] == {"family": {Slot.OUTCOMES: [NINA]}}


@pytest.mark.parametrize("intent", ["skip_question", "say_unsure"])
async def test_somebody_else_who_does_not_say_who_they_are_sees_nothing_of_hers(
    intent: str,
) -> None:
    played = await answer(ROLE, Slot.WHO, "", intent, **HERS, **{Slot.TRIES: 1})

    assert played.slots[Slot.OUTCOMES] is None
    assert played.command("hand_over")["voice"] == "family"


async def test_her_advocate_goes_on_where_she_was() -> None:
    played = await answer(ROLE, Slot.WHO, "I am their advocate", **HERS)

    assert played.commands == ["record_role"]
    assert Slot.OUTCOMES not in played.slots


async def test_what_a_worker_wrote_for_her_is_read_to_her_and_not_to_him() -> None:
    to_him = await answer(ROLE, Slot.WHO, "I am family or a friend", **HERS, **{Slot.NEWS: "“Hi”"})
    to_her = await answer(ROLE, Slot.WHO, "It is about me", **HIS, **{Slot.NEWS: "“Hi”"})

    assert Utter.NEWS not in to_him.said
    assert Utter.NEWS in to_her.said
    assert to_her.slots[Slot.NEWS] is None


async def test_on_coming_back_to_two_sides_the_first_question_is_who_is_there() -> None:
    played = await play(ActionArriveReturn(), "", "come_back", **HIS, **{Slot.NEWS: "“Hi”"})

    assert played.said == [Utter.RETURN]
    assert played.follows == Form.ROLE
    assert played.slots[Slot.WHO] is None


def test_a_change_of_speaker_leaves_no_answer_to_go_back_on() -> None:
    events = opened("speaker", None, a_tracker(**HERS), None)

    assert {"event": "slot", "timestamp": None, "name": Slot.TRAIL, "value": None} in events
