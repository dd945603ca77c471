"""Choosing what to talk about: something new, a change, hearing it again, or nothing more."""

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.case_api import CaseApi
from bot.actions.choices import TOPIC, chosen, same_words
from bot.actions.forms import Changes, QuestionForm
from bot.actions.names import Form, Slot, Utter
from bot.actions.outcome import OF_ONE_OUTCOME
from bot.actions.outcome_words import begin
from bot.actions.plan import as_buttons
from bot.actions.summary import replan
from bot.actions.turn import AFFIRM, INFORM, SKIPPED, UNSURE, Turn


class ValidateTopicForm(QuestionForm):
    form: ClassVar[str] = Form.TOPIC
    also_answers: ClassVar[dict[str, frozenset[str]]] = {
        Slot.TOPIC: frozenset({"change_answer", "goodbye", "stop_conversation"})
    }

    def questions(self, slots: dict[str, Any]) -> list[str]:
        changes = slots.get(Slot.TOPIC) == "change" and slots.get(Slot.OUTCOMES)
        return [Slot.TOPIC, Slot.WHICH] if changes else [Slot.TOPIC]

    def answer_topic_choice(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        choice = chosen(turn.words, TOPIC)
        if choice == "change" or turn.intent == "change_answer":
            return {Slot.TOPIC: "change", Slot.WHICH: None}
        if choice or turn.intent != INFORM:
            by_intent = "new" if turn.intent == AFFIRM else "done"
            return {Slot.TOPIC: choice or by_intent}
        # They have begun to say it: no need to have them choose "something new" first.
        fresh: Changes = dict.fromkeys(OF_ONE_OUTCOME)
        said = Turn(turn.words, INFORM, turn.turn_id, turn.slots | fresh | {Slot.TRIES: 1})
        return fresh | begin(said, api, dispatcher) | {Slot.TOPIC: "said"}

    def answer_topic_which(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        outcomes = turn.slots.get(Slot.OUTCOMES) or []
        which = same_words(turn.words, outcomes)
        if which is None and turn.intent == INFORM:
            api.record_statement("other", turn.words)
        if which is None and len(outcomes) == 1:
            which = outcomes[0]
        return {Slot.WHICH: which["id"] if which else SKIPPED}


class ActionAskTopicWhich(Action):
    def name(self) -> str:
        return "action_ask_topic_which"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        outcomes = tracker.get_slot(Slot.OUTCOMES) or []
        dispatcher.utter_message(response=Utter.WHICH, buttons=as_buttons(outcomes))
        return []


class ActionTopicOpen(Action):
    """Open the topic that was chosen."""

    def name(self) -> str:
        return "action_topic_open"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        choice, which = tracker.get_slot(Slot.TOPIC), tracker.get_slot(Slot.WHICH)
        done: list[EventType] = [SlotSet(Slot.TOPIC, None), SlotSet(Slot.WHICH, None)]
        if choice in ("new", "said"):
            names = () if choice == "said" else (*OF_ONE_OUTCOME, Slot.WHOSE_WORDS)
            cleared = [SlotSet(name, None) for name in names]
            return [*done, *cleared, *replan(), FollowupAction(Form.OUTCOME)]
        if choice == "change" and which not in (None, SKIPPED, UNSURE):
            return [*done, *say_again(str(which), dispatcher), FollowupAction(Form.OUTCOME)]
        if choice in ("hear", "change"):
            return [*done, FollowupAction(Form.SUMMARY)]
        CaseApi(dispatcher, Turn.of(tracker)).set_status("finished")
        dispatcher.utter_message(response=Utter.TOPIC_DONE)
        return done


def say_again(outcome_id: str, dispatcher: CollectingDispatcher) -> list[EventType]:
    """Return the events that have one outcome said again."""
    dispatcher.utter_message(response=Utter.OUTCOME_SAY_AGAIN)
    cleared: list[EventType] = [SlotSet(name, None) for name in OF_ONE_OUTCOME]
    return [*cleared, SlotSet(Slot.REVISING, outcome_id), SlotSet(Slot.OUTCOME_ID, outcome_id)]
