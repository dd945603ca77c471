"""Reading back everything wanted, and what happens next."""

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.case_api import CaseApi
from bot.actions.choices import SUMMARY, chosen
from bot.actions.forms import Changes, QuestionForm
from bot.actions.names import Form, Slot, Utter
from bot.actions.outcome import OF_ONE_OUTCOME
from bot.actions.outcome_words import begin
from bot.actions.turn import AFFIRM, DENY, INFORM, SKIPPED, UNSURE, Turn

NEXT_BY_INTENT = {
    AFFIRM: "right",
    UNSURE: "right",
    DENY: "change",
    "correct_bot": "change",
    "change_answer": "change",
}


class ValidateSummaryForm(QuestionForm):
    form: ClassVar[str] = Form.SUMMARY
    also_answers: ClassVar[dict[str, frozenset[str]]] = {
        Slot.SUMMARY: frozenset({"correct_bot", "change_answer"})
    }

    def questions(self, slots: dict[str, Any]) -> list[str]:
        return [Slot.SUMMARY] if slots.get(Slot.OUTCOMES) else []

    def opened(self, slots: dict[str, Any], dispatcher: CollectingDispatcher) -> Changes:
        if not slots.get(Slot.OUTCOMES):
            dispatcher.utter_message(response=Utter.SUMMARY_NOTHING)
        return {Slot.LINES: read_back(slots), Slot.SUMMARY: None}

    def answer_summary_ok(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        answer = chosen(turn.words, SUMMARY) or NEXT_BY_INTENT.get(turn.intent)
        if answer:
            return {Slot.SUMMARY: answer}
        # Something more, said straight away: taken as the next outcome rather than asked for again.
        fresh: Changes = dict.fromkeys(OF_ONE_OUTCOME)
        said = Turn(turn.words, INFORM, turn.turn_id, turn.slots | fresh | {Slot.TRIES: 1})
        return fresh | begin(said, api, dispatcher) | {Slot.SUMMARY: "added"}


def read_back(slots: dict[str, Any]) -> str:
    """Return the outcomes' words, numbered, the most important first where an order was given."""
    outcomes = slots.get(Slot.OUTCOMES) or []
    ordered = sorted(outcomes, key=lambda outcome: outcome["id"] != slots.get(Slot.PRIORITY))
    lines = (f"{number}. “{o['text']}”{_reason(o)}" for number, o in enumerate(ordered, start=1))
    return "\n".join(lines)


def _reason(outcome: dict[str, str]) -> str:
    return f" — “{outcome['reason']}”" if outcome.get("reason") else ""


class ActionSummaryFinish(Action):
    """Do what they chose at the summary: finish, change something, or say something more."""

    def name(self) -> str:
        return "action_summary_finish"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        answer = tracker.get_slot(Slot.SUMMARY)
        again: list[EventType] = [SlotSet(Slot.SUMMARY, None)]
        if answer == "change":
            return [
                *again,
                SlotSet(Slot.TOPIC, "change"),
                SlotSet(Slot.WHICH, None),
                FollowupAction(Form.TOPIC),
            ]
        if answer == "add":
            cleared = [SlotSet(name, None) for name in (*OF_ONE_OUTCOME, Slot.WHOSE_WORDS)]
            return [*again, *cleared, *replan(), FollowupAction(Form.OUTCOME)]
        if answer == "added":
            return [*again, *replan(), FollowupAction(Form.OUTCOME)]
        CaseApi(dispatcher, Turn.of(tracker)).set_status("finished")
        if answer not in (None, SKIPPED) or tracker.get_slot(Slot.OUTCOMES):
            dispatcher.utter_message(response=Utter.SUMMARY_NEXT)
        return [*again, SlotSet(Slot.TRAIL, None), SlotSet(Slot.FINISHED, True)]


def replan() -> list[EventType]:
    """Return the events that have the order asked again: there is one outcome more, or another
    wording."""
    return [SlotSet(name, None) for name in (Slot.PRIORITY, Slot.PLAN_B, Slot.FIRST)]
