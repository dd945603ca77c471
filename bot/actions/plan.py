"""With several outcomes: which matters most, and plan A and plan B where they pull apart. Never
decided for them."""

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.case_api import CaseApi
from bot.actions.choices import normal, same_words
from bot.actions.forms import Changes, QuestionForm, ask_to_choose, not_known
from bot.actions.names import Form, Slot, Utter
from bot.actions.outcome_words import for_record
from bot.actions.phrases import GO_TOGETHER
from bot.actions.turn import AFFIRM, DENY, INFORM, UNSURE, Turn

SEVERAL = 2
TOGETHER = "they go well together"

Outcome = dict[str, str]


class ValidatePlanForm(QuestionForm):
    form: ClassVar[str] = Form.PLAN

    def questions(self, slots: dict[str, Any]) -> list[str]:
        if len(slots.get(Slot.OUTCOMES) or []) < SEVERAL:
            return []
        return [Slot.PRIORITY, Slot.PLAN_B]

    def answer_plan_priority(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        outcomes: list[Outcome] = turn.slots[Slot.OUTCOMES]
        if turn.intent == UNSURE:
            return not_known(Slot.PRIORITY, dispatcher) | {Slot.FIRST: outcomes[0]["text"]}
        first = same_words(turn.words, outcomes)
        if first is None:
            # Their own way of putting the order: kept as they said it, and no order guessed.
            api.record_statement("view", turn.words)
            return {Slot.PRIORITY: "said", Slot.FIRST: outcomes[0]["text"]}
        rest = [outcome["id"] for outcome in outcomes if outcome["id"] != first["id"]]
        api.rank_outcomes([first["id"], *rest])
        return {Slot.PRIORITY: first["id"], Slot.FIRST: first["text"]}

    def answer_plan_b(self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher) -> Changes:
        if turn.intent == UNSURE:
            return not_known(Slot.PLAN_B, dispatcher)
        together = normal(turn.words) == TOGETHER or GO_TOGETHER.search(turn.words)
        if turn.intent == DENY or together:
            if turn.intent == INFORM and normal(turn.words) != TOGETHER:
                api.record_statement("view", turn.words)
            return {Slot.PLAN_B: "together"}
        if turn.intent == AFFIRM and not turn.slots.get(Slot.TRIES):
            return ask_to_choose(Slot.PLAN_B, turn, dispatcher)
        if turn.intent == AFFIRM:
            return not_known(Slot.PLAN_B, dispatcher)
        first = first_of(turn.slots)
        others = [o for o in turn.slots[Slot.OUTCOMES] if o["id"] != first["id"]]
        second = same_words(turn.words, others)
        if second is None and turn.words.rstrip().endswith("?"):
            return self._a_question(turn, api, dispatcher)
        if second is None:
            second = {"id": turn.id_for("outcome"), "text": turn.words}
            api.record_outcome(second["id"], turn.words, for_record(turn.words))
        api.plan_apart(first["id"], second["id"])
        dispatcher.utter_message(response=Utter.PLAN_KEPT)
        known = turn.slots[Slot.OUTCOMES]
        return {
            Slot.PLAN_B: second["id"],
            Slot.OUTCOMES: known if second in others else [*known, second],
        }

    def _a_question(self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher) -> Changes:
        """Keep it, and not as a wish: "who will phone me?" is nobody's second best."""
        api.record_statement("other", turn.words)
        if turn.slots.get(Slot.TRIES):
            return not_known(Slot.PLAN_B, dispatcher)
        return ask_to_choose(Slot.PLAN_B, turn, dispatcher)


def first_of(slots: dict[str, Any]) -> Outcome:
    """Return the outcome that matters most to them; the one said first where they gave no order."""
    outcomes: list[Outcome] = slots[Slot.OUTCOMES]
    return next((o for o in outcomes if o["id"] == slots.get(Slot.PRIORITY)), outcomes[0])


def as_buttons(outcomes: list[Outcome]) -> list[dict[str, str]]:
    return [{"title": outcome["text"], "payload": outcome["text"]} for outcome in outcomes]


class ActionAskPlanPriority(Action):
    def name(self) -> str:
        return "action_ask_plan_priority"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        outcomes = tracker.get_slot(Slot.OUTCOMES) or []
        dispatcher.utter_message(response=Utter.PRIORITY, buttons=as_buttons(outcomes))
        return []


class ActionAskPlanB(Action):
    def name(self) -> str:
        return "action_ask_plan_b"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        first = first_of(tracker.slots)
        others = [o for o in tracker.get_slot(Slot.OUTCOMES) if o["id"] != first["id"]]
        dispatcher.utter_message(
            response=Utter.PLAN_B, plan_first=first["text"], buttons=as_buttons(others)
        )
        return []
