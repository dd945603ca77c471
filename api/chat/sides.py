"""Which lines whoever writes now may see.

What an adult says is never shown to the family who take over from them, nor the other way about
(domain brief, 5.5; docs/decisions/0034-two-sides.md).
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from api.models import Message

# Nobody: someone came back, and has not said yet which side they are on.
OWN, FAMILY, NOBODY = "own", "family", "nobody"
OTHER = {OWN: FAMILY, FAMILY: OWN}

Voices = Mapping[UUID, str | None]


def shown(messages: Iterable[Message], voices: Voices, voice: str | None) -> list[Message]:
    """Return the messages of the side that writes now. `voices`: of each turn, in their order."""
    if voice is None:
        return list(messages)
    sides = sided(voices)
    return [m for m in messages if m.turn_id is None or sides.get(m.turn_id, voice) == voice]


def sided(voices: Voices) -> dict[UUID, str]:
    """Return the side of each turn: before the first change of hands it was the other one."""
    first = next((voice for voice in voices.values() if voice in OTHER), None)
    if first is None:
        return {}
    return {turn_id: voice or OTHER[first] for turn_id, voice in voices.items()}
