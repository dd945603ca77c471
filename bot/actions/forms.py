"""The form that every topic of the conversation is built on."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT, FormValidationAction
from rasa_sdk.types import DomainDict

from bot.actions.case_api import CaseApi
from bot.actions.names import Slot, Utter
from bot.actions.phrases import WISH
from bot.actions.trail import remember
from bot.actions.turn import AFFIRM, DENY, INFORM, NOT_SURE, SKIP, SKIPPED, UNSURE, Turn
from bot.questions import choice_in

# Intents that answer a question. Any other leaves the form, a rule serves it, and the question
# stays open.
ANSWERS = frozenset({INFORM, AFFIRM, DENY, UNSURE, SKIP})
# Intents that say "I am ready to go on" after a pause.
WAKES = frozenset({"greet", "thank", "repeat_question"})

Changes = dict[str, Any]


class QuestionForm(FormValidationAction):
    """Asks `questions()` in order until each is answered, skipped or not known.

    A subclass has a method `answer_<slot>(turn, api, dispatcher) -> Changes` for each question: it
    records what was said and returns the slots it changes. A question whose slot it leaves None is
    asked again.
    """

    form: ClassVar[str]
    # Questions at which an intent that is usually an interruption is an answer, and the other way
    # about.
    also_answers: ClassVar[dict[str, frozenset[str]]] = {}
    not_answers: ClassVar[dict[str, frozenset[str]]] = {}
    # Questions to which what came between may have been the answer: it is said that it is kept.
    may_be_told: ClassVar[frozenset[str]] = frozenset()

    def name(self) -> str:
        return f"validate_{self.form}"

    @abstractmethod
    def questions(self, slots: dict[str, Any]) -> list[str]:
        """Return the slots to be filled, in the order in which they are asked."""

    def opened(self, slots: dict[str, Any], dispatcher: CollectingDispatcher) -> Changes:
        """Return the slots to set when the form is entered."""
        return {}

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        open_slot = tracker.get_slot(REQUESTED_SLOT)
        if open_slot is None:
            changes = self.opened(turn.slots, dispatcher)
            return [*as_events(changes), self._next(turn.slots | changes)]
        if turn.slots.get(Slot.PAUSED):
            return self._asked_anew(open_slot, turn, dispatcher)
        if not self._is_answer(open_slot, turn):
            # Only the open question: Rasa reads that as "not an answer" and lets a rule serve the
            # turn.
            return [self._next(turn.slots)]
        return self._taken(open_slot, turn, dispatcher)

    def _taken(self, slot: str, turn: Turn, dispatcher: CollectingDispatcher) -> list[EventType]:
        """Take the message as the answer to the question and go on to the next."""
        changes = self._answer(slot, turn, dispatcher)
        following = self._next(turn.slots | changes)
        trail = remember(turn, self.form, slot, changes)
        return [*as_events({slot: None} | changes | trail), following]

    def _is_answer(self, slot: str, turn: Turn) -> bool:
        also, never = self.also_answers.get(slot, ()), self.not_answers.get(slot, ())
        # One of the choices that stand at every question means what it says at every question.
        meant = turn.intent in also and choice_in(turn.words, "") is None
        return (turn.intent in ANSWERS or meant) and turn.intent not in never

    def _asked_anew(
        self, slot: str, turn: Turn, dispatcher: CollectingDispatcher
    ) -> list[EventType]:
        """Ask the question again after something else came between; what was said meanwhile does
        not answer it."""
        kept = turn.slots[Slot.PAUSED].get("kept")
        if slot == Slot.OUTCOME and turn.intent == INFORM and not kept and WISH.search(turn.words):
            return [SlotSet(Slot.PAUSED, None), *self._taken(slot, turn, dispatcher)]
        if turn.intent in (INFORM, AFFIRM, DENY) and turn.words.strip() and not kept:
            CaseApi(dispatcher, turn).record_statement("other", turn.words)
        if not kept and turn.intent not in ANSWERS and turn.intent not in WAKES:
            return [self._next(turn.slots)]
        if not kept and slot in self.may_be_told:
            dispatcher.utter_message(response=Utter.STORY_TOLD)
        # The slot is set again, though it is as it was: Rasa would else take the turn as refused.
        again: list[EventType] = [SlotSet(Slot.PAUSED, None), SlotSet(slot, turn.slots.get(slot))]
        return [*again, self._next(turn.slots)]

    def _answer(self, slot: str, turn: Turn, dispatcher: CollectingDispatcher) -> Changes:
        api = CaseApi(dispatcher, turn)
        answer: Callable[..., Changes] = getattr(self, f"answer_{slot}")
        if turn.intent == SKIP:
            return self.skipped(slot, turn, dispatcher)
        return answer(turn, api, dispatcher)

    def skipped(self, slot: str, turn: Turn, dispatcher: CollectingDispatcher) -> Changes:
        dispatcher.utter_message(response=Utter.SKIPPED)
        return {slot: SKIPPED}

    def _next(self, slots: dict[str, Any]) -> EventType:
        open_questions = (slot for slot in self.questions(slots) if slots.get(slot) is None)
        event: EventType = SlotSet(REQUESTED_SLOT, next(open_questions, None))
        return event


def as_events(changes: Changes) -> list[EventType]:
    return [SlotSet(name, value) for name, value in changes.items()]


def not_known(slot: str, dispatcher: CollectingDispatcher) -> Changes:
    """Take "I don't know" as the answer it is."""
    dispatcher.utter_message(response=Utter.UNSURE)
    return {slot: NOT_SURE}


def ask_to_choose(slot: str, turn: Turn, dispatcher: CollectingDispatcher) -> Changes:
    """Ask a closed question once more, saying how; the next answer is taken as it is."""
    dispatcher.utter_message(response=Utter.CHOOSE)
    return {slot: None, Slot.TRIES: int(turn.slots.get(Slot.TRIES) or 0) + 1}
