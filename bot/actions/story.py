"""What has happened, how it feels, what matters. All of it optional, none of it probed."""

from typing import Any, ClassVar

from rasa_sdk.executor import CollectingDispatcher

import nlp
from bot.actions.case_api import CaseApi
from bot.actions.forms import Changes, QuestionForm, not_known
from bot.actions.names import Form, Slot, Utter
from bot.actions.outcome_words import begin
from bot.actions.phrases import PLAIN_WISH, PLAIN_WISH_OF_ANOTHER
from bot.actions.role import speaks_for_other
from bot.actions.turn import DENY, SKIPPED, UNSURE, Turn

ANSWERED = "said"  # the words are in the record; the state needs only that there are some


def is_first_wish(turn: Turn) -> bool:
    """Tell whether these words are already what they want: then nobody asks for it again. What has
    happened may be long, and holds what was wanted then; it is never taken so."""
    own = turn.provenance == "verbatim" or not speaks_for_other(turn.slots)
    wish = PLAIN_WISH if own else PLAIN_WISH_OF_ANOTHER
    if turn.slots.get(Slot.OUTCOME) or not wish.search(turn.words):
        return False
    return nlp.assess(turn.words, audience="adult").label != "unclear"


class ValidateStoryForm(QuestionForm):
    form: ClassVar[str] = Form.STORY
    may_be_told: ClassVar[frozenset[str]] = frozenset({Slot.HAPPENED, Slot.FEELINGS})

    def questions(self, slots: dict[str, Any]) -> list[str]:
        return [Slot.HAPPENED, Slot.FEELINGS, Slot.MATTERS]

    def _keep(
        self, slot: str, kind: str, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent == UNSURE:
            return not_known(slot, dispatcher)
        if turn.intent == DENY:
            dispatcher.utter_message(response=Utter.SKIPPED)
            return {slot: SKIPPED}
        if slot != Slot.HAPPENED and is_first_wish(turn):
            return {slot: ANSWERED} | begin(turn, api, dispatcher)
        api.record_statement(kind, turn.words)
        if slot == Slot.HAPPENED:
            dispatcher.utter_message(response=Utter.STORY_THANKS)
        return {slot: ANSWERED}

    def answer_story_happened(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        return self._keep(Slot.HAPPENED, "happened", turn, api, dispatcher)

    def answer_story_feelings(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        return self._keep(Slot.FEELINGS, "feeling", turn, api, dispatcher)

    def answer_story_matters(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        return self._keep(Slot.MATTERS, "matters", turn, api, dispatcher)
