"""What could be done: each way explained plainly, with its good points and its risks. None is
recommended."""

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.aside import open_aside
from bot.actions.case_api import CaseApi
from bot.actions.choices import OPTIONS, OPTIONS_WORDS, chosen, normal, read_words
from bot.actions.forms import Changes, QuestionForm
from bot.actions.names import Form, Prefix, Slot, Utter
from bot.actions.phrases import ENOUGH as ENOUGH_SAID
from bot.actions.turn import AFFIRM, DENY, INFORM, UNSURE, Turn

ENOUGH = "enough"
MAYBE = "yes, maybe"
LEAVES = frozenset({DENY, UNSURE, "go_back"})


class ActionOptionsOpen(Action):
    """Offer the ways, and come back afterwards to the question that was open."""

    def name(self) -> str:
        return "action_options_open"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        return open_aside(tracker, Form.OPTIONS, (Slot.OPTION, Slot.OPTION_KEEP))


class ValidateOptionsForm(QuestionForm):
    form: ClassVar[str] = Form.OPTIONS
    also_answers: ClassVar[dict[str, frozenset[str]]] = {
        Slot.OPTION: frozenset({"ask_options", "go_back", "decline_enquiry"})
    }

    def questions(self, slots: dict[str, Any]) -> list[str]:
        if slots.get(Slot.OPTION) == ENOUGH:
            return []
        return [Slot.OPTION, Slot.OPTION_KEEP]

    def answer_options_choice(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        option = chosen(turn.words, OPTIONS)
        leaves = turn.intent in LEAVES or ENOUGH_SAID.search(turn.words)
        if option == ENOUGH or (option is None and leaves):
            return {Slot.OPTION: ENOUGH}
        option = option or read_words(turn.words, OPTIONS_WORDS)
        if option is None:
            return self._own_idea(turn, api, dispatcher)
        dispatcher.utter_message(response=f"{Prefix.OPTION}{option}")
        return {Slot.OPTION: turn.words, Slot.OPTION_KEEP: None}

    def _own_idea(self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher) -> Changes:
        """A way that they thought of themselves is as good as any on the list."""
        if turn.intent == INFORM:
            api.record_option(turn.words, None)
            dispatcher.utter_message(response=Utter.OPTION_KEPT)
        return {Slot.OPTION: None, Slot.TRIES: 0}

    def answer_options_keep(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent == AFFIRM or normal(turn.words) == MAYBE:
            api.record_option(str(turn.slots[Slot.OPTION]), None)
            dispatcher.utter_message(response=Utter.OPTION_KEPT)
        elif turn.intent == INFORM:
            api.record_statement("view", turn.words)
        return {Slot.OPTION: None, Slot.OPTION_KEEP: None}
