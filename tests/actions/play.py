"""Run one action on a tracker and look at what came of it."""

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.names import Slot
from tests.builders import a_tracker

HOME = {"id": "22222222-2222-4222-8222-222222222222", "text": "I want to go home"}
NINA = {"id": "33333333-3333-4333-8333-333333333333", "text": "I want to see Nina"}
TURN = "11111111-1111-4111-8111-111111111111"


@dataclass
class Played:
    """What a turn changed, said and sent."""

    events: list[dict[str, Any]]
    messages: list[dict[str, Any]]

    @property
    def slots(self) -> dict[str, Any]:
        """The last value that each slot was set to."""
        return {e["name"]: e["value"] for e in self.events if e["event"] == "slot"}

    @property
    def asks(self) -> str | None:
        """The question open afterwards."""
        asked: str | None = self.slots["requested_slot"]
        return asked

    @property
    def said(self) -> list[str]:
        return [m["response"] for m in self.messages if m.get("response")]

    @property
    def sent(self) -> list[dict[str, Any]]:
        return [m["custom"] for m in self.messages if m.get("custom")]

    @property
    def commands(self) -> list[str]:
        return [command["command"] for command in self.sent]

    def command(self, name: str) -> dict[str, Any]:
        (found,) = (command for command in self.sent if command["command"] == name)
        return found

    @property
    def follows(self) -> str | None:
        return next((str(e["name"]) for e in self.events if e["event"] == "followup"), None)

    @property
    def loop(self) -> list[str | None]:
        return [e["name"] for e in self.events if e["event"] == "active_loop"]


async def play(action: Action, words: str = "", intent: str = "inform", /, **given: Any) -> Played:
    """Run `action` on one message. `given`: as for a_tracker."""
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, a_tracker(words, intent, **given), {})
    return Played(list(events), list(dispatcher.messages))


async def answer(
    form: Any, asking: str, words: str = "", intent: str = "inform", /, **slots: Any
) -> Played:
    """Answer one question of a form."""
    return await play(form, words, intent, asking=asking, loop=form.form, **slots)


def of_one_outcome(**changes: Any) -> dict[str, Any]:
    """Return the slots of a conversation in which one outcome has been said and is talked about."""
    slots: dict[str, Any] = {
        Slot.OUTCOME: HOME["text"],
        Slot.OUTCOME_ID: HOME["id"],
        Slot.OUTCOMES: [HOME],
    }
    return slots | changes
