"""What the bot is given for one turn: the words, the state, and what it must know besides."""

from typing import Any

from sqlalchemy.orm import Session

from api.models import Conversation, Turn
from api.settings import Settings
from api.told.service import quote, unread
from api.vault.vault import Vault

COME_BACK = "come_back"


def body_for(
    session: Session,
    settings: Settings,
    vault: Vault,
    conversation: Conversation,
    turn: Turn,
    text: str,
) -> dict[str, Any]:
    """Return the request for Rasa's turn channel (bot/channel/turn.py)."""
    return {
        "sender": str(conversation.id),
        "turn_id": str(turn.turn_id),
        "words": text,
        "event": turn.event,
        # The question that they saw. Where words waited, it may have been answered since; read at
        # another one, "I want it to stop" would end the conversation.
        "asking": turn.asking,
        "state": vault.open_json(conversation.state, f"conversation.state:{conversation.id}"),
        "settings": _told_besides(session, settings, vault, conversation, turn),
    }


def _told_besides(
    session: Session, settings: Settings, vault: Vault, conversation: Conversation, turn: Turn
) -> dict[str, str | None]:
    lines = [f"{line.name} {line.number} {line.when}".strip() for line in settings.help_lines]
    besides: dict[str, str | None] = {"core_help_lines": "; ".join(lines) or None}
    # Where two sides have written, the bot must first hear who is there.
    apart = conversation.voice is not None
    if turn.asking == "role" if apart else turn.event == COME_BACK:
        news = unread(session, vault, turn.conversation_id)
        besides["core_news"] = "\n".join(map(quote, news)) or None
    return besides
