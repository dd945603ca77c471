"""What helps them take part, what may be shared, and how and when it is safe to reach them."""

from typing import Any, ClassVar

from rasa_sdk.executor import CollectingDispatcher

from bot.actions.case_api import CaseApi
from bot.actions.choices import CONSENT, chosen
from bot.actions.forms import Changes, QuestionForm, not_known
from bot.actions.names import Form, Slot, Utter
from bot.actions.review import safety_scale
from bot.actions.turn import AFFIRM, DENY, INFORM, UNSURE, Turn

CONSENT_BY_INTENT = {AFFIRM: "share", DENY: "not_agreed", UNSURE: "ask_first"}


class ValidateContactForm(QuestionForm):
    form: ClassVar[str] = Form.CONTACT
    # "I want an interpreter" is the answer here, not a request in passing.
    also_answers: ClassVar[dict[str, frozenset[str]]] = {
        Slot.NEEDS: frozenset({"ask_access_support"}),
        Slot.CONSENT: frozenset({"decline_enquiry"}),
        Slot.CONTACT: frozenset({"ask_human", "take_break"}),
    }

    def questions(self, slots: dict[str, Any]) -> list[str]:
        return [Slot.NEEDS, Slot.CONSENT, Slot.CONTACT, Slot.SCALE_NOW]

    def answer_contact_needs(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent == UNSURE:
            return not_known(Slot.NEEDS, dispatcher)
        if turn.intent != DENY:
            api.record_need(turn.words)
        return {Slot.NEEDS: "said"}

    def answer_contact_consent(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        consent = chosen(turn.words, CONSENT) or CONSENT_BY_INTENT.get(turn.intent, "ask_first")
        if turn.intent == INFORM and chosen(turn.words, CONSENT) is None:
            api.record_statement("view", turn.words)  # "yes, but not my son" keeps its "but"
        api.record_consent(consent)
        dispatcher.utter_message(response=Utter.CONSENT_KEPT)
        return {Slot.CONSENT: consent}

    def answer_contact_way(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent == UNSURE:
            return not_known(Slot.CONTACT, dispatcher)
        if turn.intent != DENY:
            api.record_contact(turn.words)
            dispatcher.utter_message(response=Utter.CONTACT_KEPT)
        return {Slot.CONTACT: "said"}

    def answer_contact_scale(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        return safety_scale(turn, api, Slot.SCALE_NOW, "start")
