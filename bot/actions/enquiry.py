"""Wanting nothing to be done: a valid wish, asked about kindly, and honest about others at risk."""

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from rasa_sdk.types import DomainDict

from bot.actions.case_api import CaseApi
from bot.actions.forms import Changes, QuestionForm
from bot.actions.names import Form, Slot, Utter
from bot.actions.phrases import NOBODY_ELSE
from bot.actions.turn import AFFIRM, DENY, INFORM, UNSURE, Turn

FAMILY, INFERRED = "family", "inferred"


def is_a_relatives_own_view(slots: dict[str, Any]) -> bool:
    """Tell whether family or a friend says what they think: never the adult's wish (domain 5.5).

    What the adult told them, or says beside them, is the adult's wish, however it was passed on.
    """
    return slots.get(Slot.WHO) == FAMILY and slots.get(Slot.WHOSE_WORDS) == INFERRED


class ActionEnquiryDecline(Action):
    """Keep the wish, and ask about it unless that was done already."""

    def name(self) -> str:
        return "action_enquiry_decline"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        api = CaseApi(dispatcher, turn)
        loop = (tracker.active_loop or {}).get("name")
        if is_a_relatives_own_view(turn.slots):
            api.record_differing_view(FAMILY, turn.words)
            dispatcher.utter_message(response=Utter.ENQUIRY_OWN_VIEW)
            return [FollowupAction(loop)] if loop else []
        api.record_statement("view", turn.words)
        api.record_enquiry(wish="do_not_proceed")
        dispatcher.utter_message(response=Utter.ENQUIRY_KEPT)
        if tracker.get_slot(Slot.REASON_NOT) or loop == Form.ENQUIRY:
            return [FollowupAction(loop)] if loop else []
        place = {"loop": loop, "slot": tracker.get_slot(REQUESTED_SLOT)} if loop else None
        return [
            SlotSet(Slot.PENDING, True),
            SlotSet(Slot.RESUME, place),
            SlotSet(REQUESTED_SLOT, None),
            ActiveLoop(Form.ENQUIRY),
            FollowupAction(Form.ENQUIRY),
        ]


class ValidateEnquiryForm(QuestionForm):
    form: ClassVar[str] = Form.ENQUIRY
    also_answers: ClassVar[dict[str, frozenset[str]]] = {
        Slot.REASON_NOT: frozenset({"decline_enquiry", "express_distress"})
    }

    def questions(self, slots: dict[str, Any]) -> list[str]:
        return [Slot.REASON_NOT, Slot.OTHERS] if slots.get(Slot.PENDING) else []

    def answer_enquiry_reason(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent not in (UNSURE, DENY):
            api.record_enquiry(reason=turn.words)
        return {Slot.REASON_NOT: "said"}

    def answer_enquiry_others_at_risk(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        others = {AFFIRM: "yes", INFORM: "yes", DENY: "no"}.get(turn.intent, "unknown")
        if turn.intent == INFORM and NOBODY_ELSE.search(turn.words.replace("’", "'")):
            others = "no"
        if turn.intent == INFORM:
            api.record_statement("worry", turn.words)
        self._settle(others, api, dispatcher)
        return {Slot.OTHERS: others}

    def skipped(self, slot: str, turn: Turn, dispatcher: CollectingDispatcher) -> Changes:
        if slot == Slot.OTHERS:
            self._settle("unknown", CaseApi(dispatcher, turn), dispatcher)
        return super().skipped(slot, turn, dispatcher)

    def _settle(self, others: str, api: CaseApi, dispatcher: CollectingDispatcher) -> None:
        """Say honestly what follows. Others at risk, or it is not known: a person talks about it
        the same day."""
        api.record_enquiry(others_at_risk=others)
        if others == "no":
            dispatcher.utter_message(response=Utter.ENQUIRY_DOOR_OPEN)
            return
        api.raise_alert("worrying", "others_at_risk")
        dispatcher.utter_message(response=Utter.ENQUIRY_OTHERS)
