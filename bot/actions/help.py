"""What can be asked at every question. Each leaves the same question open, or undoes an answer, or
stops."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from rasa_sdk.types import DomainDict

from bot.actions.arrive import go_on, reopen
from bot.actions.case_api import CaseApi
from bot.actions.forms import as_events
from bot.actions.names import Form, Slot, Utter
from bot.actions.safety import pause_here
from bot.actions.trail import undone
from bot.actions.turn import INFORM, Turn


def ask_again(tracker: Tracker) -> list[EventType]:
    """Return the event that has the open form ask its question again."""
    loop = (tracker.active_loop or {}).get("name")
    return [FollowupAction(loop)] if loop else []


class ActionHelpAskAgain(Action):
    def name(self) -> str:
        return "action_help_ask_again"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        greeted = turn.intent == "greet"
        if tracker.get_slot(Slot.PAUSED) or (greeted and not tracker.active_loop):
            CaseApi(dispatcher, turn).set_status("open")
            return go_on(tracker)
        asked = ask_again(tracker)
        return asked if asked or turn.intent != "repeat_question" else go_on(tracker)


class ActionHelpSimpler(Action):
    """Change to easy words for good, and ask again in them."""

    def name(self) -> str:
        return "action_help_simpler"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        return [SlotSet(Slot.REGISTER, "easy"), *(ask_again(tracker) or go_on(tracker))]


class ActionHelpBack(Action):
    """Undo the last answer: its slots as they were, what it recorded taken back, its question
    asked again."""

    def name(self) -> str:
        return "action_help_back"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        trail = list(tracker.get_slot(Slot.TRAIL) or [])
        if not trail:
            dispatcher.utter_message(response=Utter.BACK_NONE)
            return ask_again(tracker)
        step = trail.pop()
        CaseApi(dispatcher, Turn.of(tracker)).take_back(step["turn"])
        dispatcher.utter_message(response=Utter.BACK)
        return [
            *as_events(undone(step, tracker.slots) | {Slot.TRAIL: trail}),
            ActiveLoop(step["loop"]),
            SlotSet(REQUESTED_SLOT, step["slot"]),
            FollowupAction(step["loop"]),
        ]


class ActionHelpChange(Action):
    """Ask which of the things said is to be changed."""

    def name(self) -> str:
        return "action_help_change"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        CaseApi(dispatcher, turn).record_statement("other", turn.words)
        if not tracker.get_slot(Slot.OUTCOMES):
            return ask_again(tracker) or go_on(tracker)
        return [
            SlotSet(Slot.TOPIC, "change"),
            SlotSet(Slot.WHICH, None),
            ActiveLoop(Form.TOPIC),
            SlotSet(REQUESTED_SLOT, Slot.WHICH),
            FollowupAction(Form.TOPIC),
        ]


class ActionHelpStop(Action):
    def name(self) -> str:
        return "action_help_stop"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        CaseApi(dispatcher, Turn.of(tracker)).set_status("paused")
        dispatcher.utter_message(response=Utter.STOP)
        return pause_here(tracker)


class ActionHelpBreak(Action):
    def name(self) -> str:
        return "action_help_break"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        CaseApi(dispatcher, Turn.of(tracker)).set_status("paused")
        dispatcher.utter_message(response=Utter.BREAK)
        return pause_here(tracker)


class ActionHelpHuman(Action):
    def name(self) -> str:
        return "action_help_human"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        CaseApi(dispatcher, Turn.of(tracker)).raise_alert("worrying", "wants_a_person")
        dispatcher.utter_message(response=Utter.HUMAN)
        return ask_again(tracker)


class ActionHelpAccess(Action):
    """Keep what would help this person take part."""

    def name(self) -> str:
        return "action_help_access"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        CaseApi(dispatcher, turn).record_need(turn.words)
        dispatcher.utter_message(response=Utter.ACCESS)
        return ask_again(tracker)


class ActionCoreFallback(Action):
    """A message while no question is open: go on where they stopped, or offer what can be done."""

    def name(self) -> str:
        return "action_core_fallback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        api = CaseApi(dispatcher, turn)
        api.set_status("open")
        if turn.intent == INFORM and turn.words.strip():
            api.record_statement("other", turn.words)
        return go_on(tracker)


class ActionCoreResume(Action):
    """Go on with what another topic had interrupted."""

    def name(self) -> str:
        return "action_core_resume"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        place = tracker.get_slot(Slot.RESUME)
        cleared: list[EventType] = [SlotSet(Slot.RESUME, None), SlotSet(Slot.PENDING, None)]
        if not place and tracker.get_slot(Slot.FINISHED):
            return [*cleared, *go_on(tracker)]
        if not place:
            return [*cleared, FollowupAction(Form.PLAN)]
        return [*cleared, *reopen(place["loop"], place["slot"])]
