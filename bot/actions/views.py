"""Somebody close wants something different: kept apart, shown to neither, and a supported talk
offered."""

import re
from typing import Any, ClassVar

from rasa_sdk.executor import CollectingDispatcher

from bot.actions.case_api import CaseApi
from bot.actions.forms import Changes, QuestionForm
from bot.actions.names import Form, Slot, Utter
from bot.actions.people import THEY, called
from bot.actions.turn import DENY, INFORM, UNSURE, Turn

# "My son wants me in a home", "Mum says I should leave": who, and what, in one go.
BOTH = re.compile(
    r"^\s*(?P<who>(?:my|our|the|his|her|their)?\s*[\w'’-]+(?:\s+and\s+[\w'’ -]+?)?)\s+"
    r"(?:wants?|wanted|says?|said|thinks?|thought|would|keeps?|is|are|has|have|won't|doesn't|don't)\b",
    re.IGNORECASE,
)
NOBODY = "nobody"


class ValidateViewsForm(QuestionForm):
    form: ClassVar[str] = Form.VIEWS

    def questions(self, slots: dict[str, Any]) -> list[str]:
        return [Slot.VIEW_WHO] if slots.get(Slot.VIEW_WHO) == NOBODY else [Slot.VIEW_WHO, Slot.VIEW]

    def answer_views_who(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent in (DENY, UNSURE):
            return {Slot.VIEW_WHO: NOBODY}
        if turn.intent != INFORM:
            return {Slot.VIEW_WHO: turn.words, Slot.VIEW_CALLED: THEY}
        said = BOTH.match(turn.words)
        if said is None:
            return {Slot.VIEW_WHO: turn.words, Slot.VIEW_CALLED: called(turn.words)}
        self._keep(said["who"].strip(), turn.words, api, dispatcher)
        return {Slot.VIEW_WHO: said["who"], Slot.VIEW: "said"}

    def answer_views_what(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent != UNSURE:
            self._keep(str(turn.slots[Slot.VIEW_WHO]), turn.words, api, dispatcher)
        return {Slot.VIEW: "said"}

    def _keep(self, who: str, text: str, api: CaseApi, dispatcher: CollectingDispatcher) -> None:
        api.record_differing_view(who, text)
        dispatcher.utter_message(response=Utter.VIEW_KEPT)
