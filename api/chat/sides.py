"""Which lines whoever writes now may see.

What an adult says is never shown to the family who take over from them, nor the other way about
(domain brief, 5.5; docs/decisions/0034-two-sides.md).
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from api.chat.repository import ChatRepository
from api.errors import NotAllowed
from api.models import Conversation, Message

# Nobody: someone came back, and has not said yet which side they are on.
OWN, FAMILY, NOBODY = "own", "family", "nobody"
OTHER = {OWN: FAMILY, FAMILY: OWN}
NOT_THEIRS = "not_theirs"

Voices = Mapping[UUID, str | None]


def is_apart(voice: str | None) -> bool:
    """Tell whether who writes now took over a conversation that holds words not theirs."""
    return voice not in (None, OWN)


def must_be_theirs(conversation: Conversation) -> None:
    """Raise NotAllowed for family who took over in the middle: they may neither open it later, nor
    erase it, nor take it away."""
    if is_apart(conversation.voice):
        raise NotAllowed(NOT_THEIRS)


def shown(chat: ChatRepository, conversation: Conversation) -> Sequence[Message]:
    """Return the messages that who writes now may see: all, until one side takes over."""
    said, voice = chat.messages(conversation.id), conversation.voice
    if voice is None:
        return said
    sides = sided(chat.voices(conversation.id))
    return [m for m in said if m.turn_id is None or sides.get(m.turn_id, voice) == voice]


def sided(voices: Voices) -> dict[UUID, str]:
    """Return the side of each turn, given in their order: before the first change of hands it was
    the other one."""
    first = next((voice for voice in voices.values() if voice in OTHER), None)
    if first is None:
        return {}
    return {turn_id: voice or OTHER[first] for turn_id, voice in voices.items()}
