"""The outcome loop: said, kept, read by nlp, gently deepened, read back, weighed, and again."""

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.actions.case_api import CaseApi
from bot.actions.enquiry import is_a_relatives_own_view
from bot.actions.forms import Changes, QuestionForm, not_known
from bot.actions.names import Form, Prefix, Slot, Utter
from bot.actions.outcome_words import begin, read_deeper, revise
from bot.actions.phrases import AS_SAID, NOTHING_DONE, WRONG
from bot.actions.role import speaks_for_other, whose_words
from bot.actions.turn import AFFIRM, DENY, INFORM, NOT_SURE, SKIPPED, UNSURE, Turn

# One outcome's slots, cleared before the next is asked for.
OF_ONE_OUTCOME = (
    Slot.OUTCOME,
    Slot.OUTCOME_ID,
    Slot.QUESTION,
    Slot.ASKED,
    Slot.SERVICE,
    Slot.DEEPER,
    Slot.REASON,
    Slot.HAS_REASON,
    Slot.CONFIRM,
    Slot.IMPORTANCE,
    Slot.MORE,
    Slot.TRIES,
)
BARE_NO = 4  # words: a longer "no" at the read-back says something that must be kept
DECLINE = "decline_enquiry"
NOT_SAID = (SKIPPED, NOT_SURE)


class ValidateOutcomeForm(QuestionForm):
    form: ClassVar[str] = Form.OUTCOME
    # At these questions "that is wrong" is an answer to "is that right?".
    also_answers: ClassVar[dict[str, frozenset[str]]] = {
        Slot.CONFIRM: frozenset({"correct_bot", "change_answer"}),
        Slot.OUTCOME: frozenset({DECLINE}),
        Slot.DEEPER: frozenset({DECLINE}),
    }

    def questions(self, slots: dict[str, Any]) -> list[str]:
        asked = [Slot.OUTCOME]
        if speaks_for_other(slots):
            asked = [Slot.WHOSE_WORDS, Slot.OUTCOME]
        if slots.get(Slot.OUTCOME) in NOT_SAID:
            return [*asked, Slot.MORE] if slots.get(Slot.OUTCOMES) else asked
        if slots.get(Slot.QUESTION):
            asked.append(Slot.DEEPER)
        return [*asked, Slot.CONFIRM, Slot.IMPORTANCE, Slot.MORE]

    def answer_role_whose_words(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        return whose_words(turn, api, dispatcher)

    def answer_outcome_text(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent in (UNSURE, AFFIRM):
            return self._no_words_yet(turn, dispatcher)
        if turn.slots.get(Slot.REVISING):
            return revise(turn, api)
        if turn.intent == DENY:
            api.record_statement("other", turn.words)  # "nothing" is a wish too
            dispatcher.utter_message(response=Utter.SKIPPED)
            return {Slot.OUTCOME: SKIPPED}
        return begin(turn, api, dispatcher) | nothing_to_be_done(turn, api)

    def _no_words_yet(self, turn: Turn, dispatcher: CollectingDispatcher) -> Changes:
        if turn.slots.get(Slot.TRIES):
            return not_known(Slot.OUTCOME, dispatcher)
        dispatcher.utter_message(response=Utter.OUTCOME_UNSURE)
        return {Slot.OUTCOME: None, Slot.TRIES: 1}

    def answer_outcome_deeper(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent in (UNSURE, DENY) or AS_SAID.search(turn.words):
            return not_known(Slot.DEEPER, dispatcher)
        return read_deeper(turn, api)

    def answer_outcome_confirm(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent in (AFFIRM, UNSURE):
            if turn.intent == AFFIRM:
                api.confirm_outcome(turn.slots[Slot.OUTCOME_ID])
            return {Slot.CONFIRM: turn.intent}
        wrong = WRONG.search(turn.words.replace("’", "'"))
        if turn.intent == INFORM and not wrong:
            return revise(turn, api)  # the words that put it right
        if wrong or turn.intent == "correct_bot" or len(turn.words.split()) > BARE_NO:
            api.record_statement("other", turn.words)
        dispatcher.utter_message(response=Utter.OUTCOME_SAY_AGAIN)
        return {Slot.OUTCOME: None, Slot.REVISING: turn.slots[Slot.OUTCOME_ID], Slot.CONFIRM: None}

    def skipped(self, slot: str, turn: Turn, dispatcher: CollectingDispatcher) -> Changes:
        if slot == Slot.OUTCOME and turn.slots.get(Slot.REVISING):
            return {Slot.OUTCOME: current_words(turn), Slot.REVISING: None, Slot.CONFIRM: SKIPPED}
        return super().skipped(slot, turn, dispatcher)

    def answer_outcome_importance(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent == UNSURE:
            return not_known(Slot.IMPORTANCE, dispatcher)
        api.set_importance(turn.slots[Slot.OUTCOME_ID], turn.words)
        return {Slot.IMPORTANCE: "said"}

    def answer_outcome_more(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent in (DENY, UNSURE):
            return {Slot.MORE: turn.intent}
        cleared: Changes = dict.fromkeys(OF_ONE_OUTCOME)
        if turn.intent == AFFIRM:
            return cleared | {Slot.WHOSE_WORDS: None}
        # They have said it already: asking again would make them say it twice.
        return cleared | begin(
            Turn(turn.words, turn.intent, turn.turn_id, turn.slots | cleared), api, dispatcher
        )


def nothing_to_be_done(turn: Turn, api: CaseApi) -> Changes:
    """Where the wish is that nothing be done, keep it as that too; it is asked about after the
    outcomes."""
    meant = turn.intent == DECLINE or NOTHING_DONE.search(turn.words.replace("’", "'"))
    if not meant or turn.slots.get(Slot.REASON_NOT) or is_a_relatives_own_view(turn.slots):
        return {}
    api.record_enquiry(wish="do_not_proceed")
    return {Slot.PENDING: True}


def current_words(turn: Turn) -> str:
    """Return the words of the outcome being said again, as they stand."""
    outcomes = turn.slots.get(Slot.OUTCOMES) or []
    found = (o["text"] for o in outcomes if o["id"] == turn.slots.get(Slot.REVISING))
    return str(next(found, SKIPPED))


class ActionAskOutcomeDeeper(Action):
    """Ask the question that nlp chose for this kind of service wording."""

    def name(self) -> str:
        return "action_ask_outcome_deeper"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        response = Prefix.DEEPER + str(tracker.get_slot(Slot.QUESTION))
        dispatcher.utter_message(response=response, metadata={"kind": "ask"})
        return []
