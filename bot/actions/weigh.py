"""Weighing: what is good about it, what worries them, what would make it safer. No push towards
safety."""

from typing import Any, ClassVar

from rasa_sdk.executor import CollectingDispatcher

from bot.actions.case_api import CaseApi
from bot.actions.forms import Changes, QuestionForm, not_known
from bot.actions.names import Form, Slot
from bot.actions.turn import DENY, UNSURE, Turn

KIND = {Slot.WEIGH_GOOD: "good", Slot.WEIGH_HARD: "worry", Slot.WEIGH_SAFER: "other"}


class ValidateWeighForm(QuestionForm):
    form: ClassVar[str] = Form.WEIGH

    def questions(self, slots: dict[str, Any]) -> list[str]:
        return [Slot.WEIGH_GOOD, Slot.WEIGH_HARD, Slot.WEIGH_SAFER]

    def _keep(self, slot: str, turn: Turn, api: CaseApi, say: CollectingDispatcher) -> Changes:
        if turn.intent == UNSURE:
            return not_known(slot, say)
        if turn.intent != DENY:
            api.record_statement(KIND[slot], turn.words)
        return {slot: "said"}

    def answer_weigh_good(self, turn: Turn, api: CaseApi, say: CollectingDispatcher) -> Changes:
        return self._keep(Slot.WEIGH_GOOD, turn, api, say)

    def answer_weigh_hard(self, turn: Turn, api: CaseApi, say: CollectingDispatcher) -> Changes:
        return self._keep(Slot.WEIGH_HARD, turn, api, say)

    def answer_weigh_safer(self, turn: Turn, api: CaseApi, say: CollectingDispatcher) -> Changes:
        return self._keep(Slot.WEIGH_SAFER, turn, api, say)
