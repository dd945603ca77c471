"""Arriving: is it safe to talk; and coming back."""

import re
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from rasa_sdk.types import DomainDict

from bot.actions.case_api import CaseApi
from bot.actions.forms import Changes, QuestionForm
from bot.actions.names import Form, Slot, Utter
from bot.actions.role import OF_A_SPEAKER
from bot.actions.safety import close_now, pause_here
from bot.actions.turn import AFFIRM, DENY, INFORM, Turn

# "No one can see", "nobody's here", "no, I'm alone": a no that means that it is safe.
NOBODY = re.compile(
    r"\b(nobody|no[ -]?one|noone|alone|on my own|by myself|just me)\b", re.IGNORECASE
)


class ValidateArriveForm(QuestionForm):
    form: ClassVar[str] = Form.ARRIVE

    not_answers: ClassVar[dict[str, frozenset[str]]] = {Slot.SAFE_NOW: frozenset({DENY})}

    def questions(self, slots: dict[str, Any]) -> list[str]:
        return [Slot.SAFE_NOW]

    def answer_arrive_safe_now(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent != AFFIRM:
            dispatcher.utter_message(response=Utter.TAKE_CARE)
        if turn.intent == INFORM:
            api.record_statement(
                "other", turn.words
            )  # "yes, but he is back at five" keeps its "but"
        return {Slot.SAFE_NOW: turn.intent}


class ActionArriveNotNow(Action):
    """A "no" to "is it safe?": close at once; but "no, nobody is here" is a yes."""

    def name(self) -> str:
        return "action_arrive_not_now"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if NOBODY.search(turn.words):
            return [SlotSet(Slot.SAFE_NOW, AFFIRM), FollowupAction(Form.ARRIVE)]
        close_now(CaseApi(dispatcher, turn), dispatcher)
        return pause_here(tracker)


class ActionArriveReturn(Action):
    """Meet someone who has come back: at the question they left, or with a choice of what to do."""

    def name(self) -> str:
        return "action_arrive_return"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response=Utter.RETURN)
        if tracker.get_slot(Slot.VOICES):
            # Two sides have written here: nothing is read to anyone before they say who they are.
            CaseApi(dispatcher, Turn.of(tracker)).set_status("open")
            return ask_who(tracker)
        if tracker.get_slot(Slot.NEWS):
            dispatcher.utter_message(response=Utter.NEWS)
        told: list[EventType] = [SlotSet(Slot.NEWS, None)]
        CaseApi(dispatcher, Turn.of(tracker)).set_status("open")
        nothing_open = not tracker.get_slot(Slot.PAUSED) and not tracker.active_loop
        if nothing_open and tracker.get_slot(Slot.OUTCOMES):
            # Wishes change: each is read back before anything else is offered.
            return [*told, SlotSet(Slot.STILL, None), FollowupAction(Form.STILL)]
        return [*told, *go_on(tracker)]


def ask_who(tracker: Tracker) -> list[EventType]:
    """Return the events that ask who is writing, in place of any question that was open."""
    cleared: list[EventType] = [SlotSet(name, None) for name in (*OF_A_SPEAKER, Slot.PAUSED)]
    left: list[EventType] = [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)]
    return [*cleared, *left, FollowupAction(Form.ROLE)]


def go_on(tracker: Tracker) -> list[EventType]:
    """Return the events that open the question last left, or the choice of topics where none
    was."""
    left = tracker.get_slot(Slot.PAUSED) or {}
    loop = left.get("loop") or (tracker.active_loop or {}).get("name")
    slot = left.get("slot") or tracker.get_slot(REQUESTED_SLOT)
    if loop and slot:
        return reopen(str(loop), str(slot))
    return [
        SlotSet(Slot.PAUSED, None),
        SlotSet(Slot.TOPIC, None),
        SlotSet(Slot.WHICH, None),
        FollowupAction(Form.TOPIC),
    ]


def reopen(loop: str, slot: str) -> list[EventType]:
    """Return the events that ask a question again; the message just read is not taken as its
    answer."""
    return [
        SlotSet(Slot.PAUSED, {"loop": loop, "slot": slot, "kept": True}),
        ActiveLoop(loop),
        SlotSet(REQUESTED_SLOT, slot),
        FollowupAction(loop),
    ]
