"""Two sides of one conversation: the adult with whoever speaks for them, and their family.

What the adult says is never shown to the other party, nor the other way about (domain brief, 5.5).
When one takes over from the other, all that the bot knows of what was said is set apart, and comes
back only when that side writes again.
"""

from typing import Any

from bot.actions.case_api import CaseApi
from bot.actions.names import Slot

OWN, FAMILY = "own", "family"

# What belongs to the conversation and not to a side: how the page talks, and who is here.
SHARED = frozenset(
    {
        Slot.REGISTER,
        Slot.SPEAKER,
        Slot.HELP_LINES,
        Slot.VOICE,
        Slot.VOICES,
        Slot.SAFE_NOW,
        Slot.WHO,
        Slot.RELATIONSHIP,
        Slot.CALLED,
        Slot.TOGETHER,
        Slot.WHOSE_WORDS,
        Slot.NEWS,
        Slot.TRIES,
        Slot.TRAIL,
        Slot.PAUSED,
        Slot.RESUME,
    }
)
APART = tuple(value for name, value in vars(Slot).items() if name.isupper() and value not in SHARED)

Changes = dict[str, Any]


def taken_over(role: str | None, slots: dict[str, Any], api: CaseApi) -> Changes:
    """Return the slots to change now that somebody of this role writes.

    Somebody else who does not say who they are (`role` None) is not shown what was said before.
    """
    before = slots.get(Slot.VOICE)
    unknown = FAMILY if before else OWN
    now = unknown if role is None else FAMILY if role == FAMILY else OWN
    if before not in (None, now) or slots.get(Slot.VOICES):
        api.hand_over(now)
    if before in (None, now):
        return {Slot.VOICE: now}
    voices = slots.get(Slot.VOICES) or {}
    said = {name: slots[name] for name in APART if slots.get(name) is not None}
    back = voices.get(now) or {}
    return {
        **{name: back.get(name) for name in APART},
        Slot.VOICE: now,
        Slot.VOICES: {before: said},
        Slot.RESUME: None,
    }
