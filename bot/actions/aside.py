"""Topics that are opened in the middle of another, and left for it again."""

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.forms import REQUESTED_SLOT

from bot.actions.names import Slot


def open_aside(tracker: Tracker, form: str, slots: tuple[str, ...]) -> list[EventType]:
    """Return the events that open `form` from its first question, keeping the place to come back
    to."""
    loop = (tracker.active_loop or {}).get("name")
    if loop == form:
        return [FollowupAction(form)]
    place = {"loop": loop, "slot": tracker.get_slot(REQUESTED_SLOT)} if loop else None
    kept = tracker.get_slot(Slot.RESUME) or place
    return [
        *(SlotSet(name, None) for name in slots),
        SlotSet(Slot.RESUME, kept),
        SlotSet(REQUESTED_SLOT, None),
        ActiveLoop(form),
        FollowupAction(form),
    ]
