"""Choosing what to talk about. The person, not the script, decides the order."""

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from rasa_sdk.types import DomainDict

from bot.actions.aside import open_aside
from bot.actions.case_api import CaseApi
from bot.actions.choices import same_words
from bot.actions.forms import Changes, QuestionForm
from bot.actions.names import Form, Slot, Utter
from bot.actions.outcome import OF_ONE_OUTCOME
from bot.actions.outcome_words import begin
from bot.actions.phrases import TURNED_OUT
from bot.actions.plan import as_buttons
from bot.actions.role import OF_A_SPEAKER
from bot.actions.summary import replan
from bot.actions.turn import AFFIRM, INFORM, SKIPPED, UNSURE, Turn
from bot.questions import topic_in

CHOOSE = "choose_topic"
# Topics of their own, opened beside whatever is open: form, and the slots that are asked afresh.
ASIDES: dict[str, tuple[str, tuple[str, ...]]] = {
    "still": (Form.STILL, (Slot.STILL,)),
    "options": (Form.OPTIONS, (Slot.OPTION, Slot.OPTION_KEEP)),
    "views": (Form.VIEWS, (Slot.VIEW_WHO, Slot.VIEW)),
    "weigh": (Form.WEIGH, (Slot.WEIGH_GOOD, Slot.WEIGH_HARD, Slot.WEIGH_SAFER)),
    "contact": (Form.CONTACT, (Slot.NEEDS, Slot.CONSENT, Slot.CONTACT, Slot.SCALE_NOW)),
    "review": (Form.REVIEW, (Slot.REVIEWED, Slot.DIFFERENCE, Slot.FUTURE, Slot.SCALE)),
    "speaker": (Form.ROLE, OF_A_SPEAKER),
}


class ValidateTopicForm(QuestionForm):
    form: ClassVar[str] = Form.TOPIC
    also_answers: ClassVar[dict[str, frozenset[str]]] = {
        Slot.TOPIC: frozenset({CHOOSE, "change_answer", "goodbye", "stop_conversation"})
    }

    def questions(self, slots: dict[str, Any]) -> list[str]:
        changes = slots.get(Slot.TOPIC) == "change" and slots.get(Slot.OUTCOMES)
        return [Slot.TOPIC, Slot.WHICH] if changes else [Slot.TOPIC]

    def answer_topic_choice(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        choice = topic_in(turn.words)
        if choice is None and TURNED_OUT.search(turn.words):
            choice = "review"
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


class ActionTopicChoose(Action):
    """A topic chosen in the middle of another question; afterwards that question is asked again."""

    def name(self) -> str:
        return "action_topic_choose"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        choice = topic_in(Turn.of(tracker).words)
        # A change of speaker is no aside: the next open question follows in the new one's words.
        if choice in ASIDES and choice != "speaker":
            form, slots = ASIDES[choice]
            return open_aside(tracker, form, slots)
        if choice == "menu":
            return open_aside(tracker, Form.TOPIC, (Slot.TOPIC, Slot.WHICH))
        left: list[EventType] = [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)]
        return [*left, *opened(choice, None, tracker, dispatcher)]


class ActionTopicOpen(Action):
    """Open the topic that was chosen."""

    def name(self) -> str:
        return "action_topic_open"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        choice, which = tracker.get_slot(Slot.TOPIC), tracker.get_slot(Slot.WHICH)
        return opened(choice, which, tracker, dispatcher)


def opened(
    choice: str | None, which: str | None, tracker: Tracker, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """Return the events that open a topic from its beginning."""
    done: list[EventType] = [SlotSet(Slot.TOPIC, None), SlotSet(Slot.WHICH, None)]
    if choice in ASIDES:
        form, slots = ASIDES[choice]
        return [*done, *(SlotSet(name, None) for name in slots), FollowupAction(form)]
    if choice in ("new", "said"):
        names = () if choice == "said" else (*OF_ONE_OUTCOME, Slot.WHOSE_WORDS)
        cleared = [SlotSet(name, None) for name in names]
        return [*done, *cleared, *replan(), FollowupAction(Form.OUTCOME)]
    if choice == "change" and which not in (None, SKIPPED, UNSURE):
        return [*done, *say_again(str(which), dispatcher), FollowupAction(Form.OUTCOME)]
    if choice == "change" and which is None and tracker.get_slot(Slot.OUTCOMES):
        return [
            SlotSet(Slot.TOPIC, "change"),
            SlotSet(Slot.WHICH, None),
            FollowupAction(Form.TOPIC),
        ]
    if choice in ("hear", "change"):
        return [*done, FollowupAction(Form.SUMMARY)]
    CaseApi(dispatcher, Turn.of(tracker)).set_status("finished")
    dispatcher.utter_message(response=Utter.TOPIC_DONE)
    return [*done, SlotSet(Slot.FINISHED, True), SlotSet(Slot.RESUME, None)]


def say_again(outcome_id: str, dispatcher: CollectingDispatcher) -> list[EventType]:
    """Return the events that have one outcome said again."""
    dispatcher.utter_message(response=Utter.OUTCOME_SAY_AGAIN)
    cleared: list[EventType] = [SlotSet(name, None) for name in OF_ONE_OUTCOME]
    return [*cleared, SlotSet(Slot.REVISING, outcome_id), SlotSet(Slot.OUTCOME_ID, outcome_id)]
