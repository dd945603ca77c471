"""Easy words, on or off, as a setting of the conversation rather than something said in it."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy.orm import Session

from api.chat.repository import ChatRepository
from api.models import Conversation
from api.turn.locks import one_at_a_time
from api.turn.service import Turns, found
from api.vault.vault import Vault, open_vault

REGISTER, EASY = "core_register", "easy"


def state_with(*, easy: bool) -> dict[str, Any]:
    """Return the state of a conversation that has not begun."""
    return {"slots": {REGISTER: EASY}} if easy else {}


def easy_words(turns: Turns, conversation_id: UUID) -> bool:
    with turns.reading() as session:
        conversation, vault = _opened(turns, session, conversation_id)
        slots = _state(conversation, vault).get("slots") or {}
        return bool(slots.get(REGISTER) == EASY)


def set_easy_words(turns: Turns, conversation_id: UUID, *, on: bool) -> None:
    """Change the wording from the next answer on. A turn under way is run again on the new
    state."""
    if easy_words(turns, conversation_id) == on:
        return
    with one_at_a_time(conversation_id), turns.sessions.begin() as session:
        conversation, vault = _opened(turns, session, conversation_id)
        state = _state(conversation, vault)
        slots = {k: v for k, v in (state.get("slots") or {}).items() if k != REGISTER}
        state["slots"] = slots | ({REGISTER: EASY} if on else {})
        conversation.state = vault.seal_json(state, _where(conversation))
        conversation.version += 1


def _opened(turns: Turns, session: Session, conversation_id: UUID) -> tuple[Conversation, Vault]:
    conversation = found(ChatRepository(session).get(conversation_id))
    return conversation, open_vault(turns.keys, conversation.id, conversation.wrapped_key)


def _state(conversation: Conversation, vault: Vault) -> dict[str, Any]:
    return cast("dict[str, Any]", vault.open_json(conversation.state, _where(conversation)))


def _where(conversation: Conversation) -> str:
    return f"conversation.state:{conversation.id}"
