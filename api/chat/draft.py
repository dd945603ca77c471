"""Words that are written and not sent yet: sealed as the rest is, and shown in the box alone.

Only where a person says that the device is theirs (docs/decisions/0037-two-modes.md); and at a
kiosk from one request to the next, of a card as well (0083). They are no part of the record: no
practitioner, no export and no bot reads them.
"""

from typing import Any, cast
from uuid import UUID

from sqlalchemy.orm import Session

from api.card.schemas import CardIn
from api.chat.repository import ChatRepository
from api.core.cards import Theme
from api.models import Conversation, Draft
from api.turn.service import Turns, found
from api.vault.vault import Vault, open_vault


def keep(
    turns: Turns,
    conversation_id: UUID,
    words: str,
    *,
    seen: int,
    card: tuple[Theme, str | None] | None = None,
) -> None:
    """Keep `words` in place of what was kept before; nothing where they are empty.

    With `card`, a theme and a face, they are that card's caption and not for the box.

    `seen` is the last message that the page showed. What comes after the person has spoken again
    is an old page's, and is passed over.
    """
    with turns.sessions.begin() as session:
        conversation, vault = _opened(turns, session, conversation_id)
        if ChatRepository(session).last_of_the_person(conversation_id) > seen:
            return
        row = session.get(Draft, conversation_id)
        if not words.strip():
            if row is not None:
                session.delete(row)
            return
        written = {"words": words, "voice": conversation.voice, "seen": seen, "card": card}
        sealed = vault.seal_json(written, _where(conversation_id))
        if row is None:
            session.add(Draft(conversation_id=conversation_id, at=turns.clock(), words=sealed))
        else:
            row.at, row.words = turns.clock(), sealed


def kept(turns: Turns, conversation_id: UUID) -> str:
    """Return what the person had written and not sent; nothing to another side, nor what was sent
    since."""
    written = _written(turns, conversation_id)
    return str(written["words"]) if written and not written.get("card") else ""


def kept_card(turns: Turns, conversation_id: UUID, theme: Theme) -> CardIn | None:
    """Return what the person had put on this card when it could not be kept, or None."""
    written = _written(turns, conversation_id)
    if not written or not written.get("card") or written["card"][0] != theme:
        return None
    return CardIn(face=written["card"][1], caption=written["words"])


def _written(turns: Turns, conversation_id: UUID) -> dict[str, Any] | None:
    with turns.reading() as session:
        row = session.get(Draft, conversation_id)
        if row is None:
            return None
        conversation, vault = _opened(turns, session, conversation_id)
        written = cast("dict[str, Any]", vault.open_json(row.words, _where(conversation_id)))
        sent = ChatRepository(session).last_of_the_person(conversation_id) > written["seen"]
        return None if sent or written["voice"] != conversation.voice else written


def forget(turns: Turns, conversation_id: UUID) -> None:
    """Delete it: the words were sent, or the device is shared after all."""
    with turns.reading() as session:
        if session.get(Draft, conversation_id) is None:
            return  # nothing is written for the many who have none
    with turns.sessions.begin() as session:
        row = session.get(Draft, conversation_id)
        if row is not None:
            session.delete(row)


def _opened(turns: Turns, session: Session, conversation_id: UUID) -> tuple[Conversation, Vault]:
    conversation = found(ChatRepository(session).get(conversation_id))
    return conversation, open_vault(turns.keys, conversation.id, conversation.wrapped_key)


def _where(conversation_id: UUID) -> str:
    return f"draft.words:{conversation_id}"
