"""Danger, self-harm, distress, and not being safe to talk. These come before the script at every
step."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from rasa_sdk.types import DomainDict

from bot.actions.case_api import CaseApi
from bot.actions.names import Slot, Utter
from bot.actions.turn import Turn


def say_help(dispatcher: CollectingDispatcher, tracker: Tracker, response: str) -> None:
    """Say what to do now, and the local lines where the settings name any."""
    if tracker.get_slot(Slot.HELP_LINES):
        dispatcher.utter_message(response=Utter.LINES)
    dispatcher.utter_message(response=response)


class ActionSafetyDanger(Action):
    def name(self) -> str:
        return "action_safety_danger"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        api = CaseApi(dispatcher, turn)
        api.raise_alert("now", "danger")
        api.record_statement("other", turn.words)
        say_help(dispatcher, tracker, Utter.DANGER)
        return hold(tracker)


class ActionSafetySelfHarm(Action):
    def name(self) -> str:
        return "action_safety_self_harm"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        api = CaseApi(dispatcher, turn)
        api.raise_alert("now", "self_harm")
        api.record_statement("other", turn.words)
        say_help(dispatcher, tracker, Utter.SELF_HARM)
        return [SlotSet(Slot.DISTRESSED, True), *hold(tracker)]


class ActionSafetyDistress(Action):
    def name(self) -> str:
        return "action_safety_distress"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        CaseApi(dispatcher, turn).record_statement("feeling", turn.words)
        dispatcher.utter_message(response=Utter.DISTRESS)
        return [SlotSet(Slot.DISTRESSED, True), *hold(tracker)]


class ActionSafetyNotSafe(Action):
    """Close at once: a neutral line, no code shown, nothing asked, every open page signed out."""

    def name(self) -> str:
        return "action_safety_not_safe"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        close_now(CaseApi(dispatcher, Turn.of(tracker)), dispatcher)
        return pause_here(tracker)


def hold(tracker: Tracker) -> list[EventType]:
    """Return the events that stop the script: the question stays open but is not asked until they
    go on."""
    loop = (tracker.active_loop or {}).get("name")
    if not loop:
        return []
    place = {"loop": loop, "slot": tracker.get_slot(REQUESTED_SLOT)}
    return [SlotSet(Slot.PAUSED, place), FollowupAction("action_listen")]


def close_now(api: CaseApi, dispatcher: CollectingDispatcher) -> None:
    api.raise_alert("worrying", "not_safe_to_talk")
    api.set_status("paused")
    api.close_sessions()
    dispatcher.utter_message(response=Utter.CLOSE)


def pause_here(tracker: Tracker) -> list[EventType]:
    """Return the events that close the open question and keep the place."""
    loop = (tracker.active_loop or {}).get("name")
    if not loop:
        return []
    place = {"loop": loop, "slot": tracker.get_slot(REQUESTED_SLOT)}
    return [SlotSet(Slot.PAUSED, place), ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)]
