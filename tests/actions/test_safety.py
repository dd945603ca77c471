"""Danger, self-harm, distress, and not being safe to talk."""

from typing import Any

import pytest
from rasa_sdk import Action

from bot.actions.names import Form, Slot, Utter
from bot.actions.safety import (
    ActionSafetyDanger,
    ActionSafetyDistress,
    ActionSafetyNotSafe,
    ActionSafetySelfHarm,
)
from tests.actions.play import Played, play

OPEN = {"asking": Slot.FEELINGS, "loop": Form.STORY}
PLACE = {"loop": Form.STORY, "slot": Slot.FEELINGS}
STOPPING = [ActionSafetyDanger, ActionSafetySelfHarm, ActionSafetyDistress]


async def at_a_question(kind: type[Action], words: str = "help", /, **slots: Any) -> Played:
    return await play(kind(), words, **OPEN, **slots)


@pytest.mark.parametrize(
    ("kind", "alert", "response"),
    [
        (ActionSafetyDanger, "danger", Utter.DANGER),
        (ActionSafetySelfHarm, "self_harm", Utter.SELF_HARM),
    ],
)
async def test_an_alert_is_raised_and_the_words_kept_and_it_is_said_what_to_do(
    kind: type[Action], alert: str, response: str
) -> None:
    played = await at_a_question(kind, "he has a knife")

    raised = played.command("raise_alert")
    assert (raised["level"], raised["kind"]) == ("now", alert)
    assert played.command("record_statement")["text"] == "he has a knife"
    assert played.said == [response]


@pytest.mark.parametrize("kind", STOPPING)
async def test_the_script_stops_and_keeps_the_place(kind: type[Action]) -> None:
    played = await at_a_question(kind)

    assert played.slots[Slot.PAUSED] == PLACE
    assert played.follows == "action_listen"
    assert played.loop == []  # the question stays open, but is not asked


@pytest.mark.parametrize("kind", STOPPING)
async def test_where_no_question_is_open_there_is_none_to_keep(kind: type[Action]) -> None:
    played = await play(kind(), "help")

    assert Slot.PAUSED not in played.slots
    assert played.said


@pytest.mark.parametrize("kind", [ActionSafetyDanger, ActionSafetySelfHarm])
async def test_local_lines_are_said_where_the_settings_name_any(kind: type[Action]) -> None:
    played = await at_a_question(kind, **{Slot.HELP_LINES: "Adult help 01632 960001"})

    assert played.said[0] == Utter.LINES
    assert len(played.said) == 2


@pytest.mark.parametrize("kind", [ActionSafetySelfHarm, ActionSafetyDistress])
async def test_nobody_is_pressed_after_distress(kind: type[Action]) -> None:
    assert (await at_a_question(kind)).slots[Slot.DISTRESSED] is True


async def test_distress_is_kept_as_a_feeling_and_raises_no_alert() -> None:
    played = await at_a_question(ActionSafetyDistress, "I can't stop crying")

    assert played.commands == ["record_statement"]
    assert played.sent[0]["kind"] == "feeling"
    assert played.said == [Utter.DISTRESS]


async def test_not_safe_to_talk_closes_every_page_with_one_neutral_line() -> None:
    played = await at_a_question(ActionSafetyNotSafe, "he is behind me")

    assert played.said == [Utter.CLOSE]
    assert played.commands == ["raise_alert", "set_status", "close_sessions"]
    assert played.command("set_status")["status"] == "paused"
    assert "he is behind me" not in str(played.messages)


async def test_not_safe_to_talk_closes_the_question_and_keeps_the_place() -> None:
    played = await at_a_question(ActionSafetyNotSafe)

    assert played.slots[Slot.PAUSED] == PLACE
    assert (played.loop, played.slots["requested_slot"]) == ([None], None)


async def test_danger_twice_is_two_alerts_and_once_more_the_same_turn_is_one() -> None:
    first = await at_a_question(ActionSafetyDanger)
    again = await at_a_question(ActionSafetyDanger)
    later = await play(ActionSafetyDanger(), "help", turn_id="99999999-9999-4999-8999-999999999999")

    ids = [one.command("raise_alert")["id"] for one in (first, again, later)]
    assert ids[0] == ids[1] != ids[2]
