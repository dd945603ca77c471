"""What an action needs to know of the turn it serves."""

import uuid
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from bot.actions.names import Slot

# Fixed: the same turn gives the same ids each time it is run, so a turn run twice records once.
NAMESPACE = uuid.UUID("6f6e1c1e-6f77-4e57-8d2a-6f776e776f72")

AFFIRM, DENY, INFORM = "affirm", "deny", "inform"
UNSURE, SKIP = "say_unsure", "skip_question"

SKIPPED, NOT_SURE = "skipped", "unsure"


@dataclass(frozen=True)
class Turn:
    """One message: `words` exactly as typed, and how they were read at the open question."""

    words: str
    intent: str
    turn_id: str
    slots: dict[str, Any]

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        message = tracker.latest_message
        metadata = message.get("metadata") or {}
        return cls(
            words=metadata.get("words", ""),
            intent=(message.get("intent") or {}).get("name") or INFORM,
            turn_id=metadata.get("turn_id") or "",
            slots=dict(tracker.slots),
        )

    def id_for(self, thing: str) -> str:
        """Return the id of what this turn records under that name; the same at every run of the
        turn."""
        return str(uuid.uuid5(NAMESPACE, f"{self.turn_id}:{thing}"))

    @property
    def said_by(self) -> str:
        """Who says these words: adult, advocate, family or worker."""
        if self.provenance == "verbatim":
            return "adult"
        return str(self.slots.get(Slot.WHO) or "adult")

    @property
    def provenance(self) -> str:
        """verbatim, reported or inferred: whose words the line holds."""
        given = self.slots.get(Slot.WHOSE_WORDS)
        if given in ("verbatim", "reported", "inferred"):
            return str(given)
        speaks_for_self = (self.slots.get(Slot.WHO) or "adult") in ("adult", SKIPPED, NOT_SURE)
        return "verbatim" if speaks_for_self else "reported"
