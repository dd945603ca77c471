"""Arriving: is it safe to talk; and coming back."""

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from rasa_sdk.types import DomainDict

from bot.actions.case_api import CaseApi
from bot.actions.forms import Changes, QuestionForm
from bot.actions.names import Form, Slot, Utter
from bot.actions.safety import close_now
from bot.actions.turn import AFFIRM, DENY, INFORM, Turn


class ValidateArriveForm(QuestionForm):
    form: ClassVar[str] = Form.ARRIVE

    def questions(self, slots: dict[str, Any]) -> list[str]:
        return [Slot.SAFE_NOW]

    def answer_arrive_safe_now(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent == DENY:
            close_now(api, dispatcher)
            return {Slot.SAFE_NOW: None, Slot.PAUSED: {"loop": self.form, "slot": Slot.SAFE_NOW}}
        if turn.intent != AFFIRM:
            dispatcher.utter_message(response=Utter.TAKE_CARE)
        if turn.intent == INFORM:
            api.record_statement("other", turn.words)  # "yes, but he is back at five" keeps its "but"
        return {Slot.SAFE_NOW: turn.intent}


class ActionArriveReturn(Action):
    """Meet someone who has come back: at the question they left, or with a choice of what to do."""

    def name(self) -> str:
        return "action_arrive_return"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response=Utter.RETURN)
        CaseApi(dispatcher, Turn.of(tracker)).set_status("open")
        return go_on(tracker)


def go_on(tracker: Tracker) -> list[EventType]:
    """Return the events that open the question last left, or the choice of topics where none was."""
    left = tracker.get_slot(Slot.PAUSED) or {}
    loop = left.get("loop") or (tracker.active_loop or {}).get("name")
    slot = left.get("slot") or tracker.get_slot(REQUESTED_SLOT)
    events: list[EventType] = [SlotSet(Slot.PAUSED, None)]
    if loop and slot:
        return [*events, ActiveLoop(loop), SlotSet(REQUESTED_SLOT, slot), FollowupAction(loop)]
    fresh = [SlotSet(Slot.TOPIC, None), SlotSet(Slot.WHICH, None)]
    return [*events, *fresh, FollowupAction(Form.TOPIC)]
