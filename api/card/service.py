"""Cards sorted in place of writing: kept word for word, and shown to the side that sorted them
(docs/decisions/0070-cards.md)."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.card.alarm import sound
from api.card.schemas import CardIn, CardOut
from api.card.sealed import opened, seal, speaker
from api.chat.repository import ChatRepository
from api.chat.service import refusal
from api.chat.sides import NOBODY, shown
from api.core.cards import Theme
from api.core.words import problem_with
from api.errors import NotAllowed
from api.models import Card, Conversation
from api.turn.service import Turns, found
from api.vault.vault import Vault, open_vault

WHO_FIRST = "who_first"


@dataclass(frozen=True)
class Table:
    """A conversation's cards, as the side that writes now may see them."""

    session: Session
    vault: Vault
    conversation: Conversation

    def cards(self) -> dict[str, Card]:
        """Return their cards by theme."""
        chat = ChatRepository(self.session)
        theirs = {message.seq for message in shown(chat, self.conversation)}
        mine = Card.conversation_id == self.conversation.id
        rows = self.session.scalars(select(Card).where(mine).order_by(Card.at))
        return {row.theme: row for row in rows if row.turn_seq in theirs}


def sorted_cards(turns: Turns, conversation_id: UUID) -> dict[str, CardOut]:
    """Return what was kept, by theme. Raises NotAllowed where nobody has said yet who writes."""
    with turns.reading() as session:
        table = _table(turns, session, conversation_id)
        return {
            theme: opened(table.vault, row, table.conversation)
            for theme, row in table.cards().items()
        }


def sort(
    turns: Turns, conversation_id: UUID, theme: Theme, given: CardIn, *, turn_id: UUID
) -> bool:
    """Keep a card in place of what was kept of it; return whether its caption sounded an alarm.

    Raises TooLong, BadMessage, or NotAllowed, and then nothing was kept. The alarm comes before
    the card, so that a card which was kept is never one whose alarm was lost.
    """
    given = CardIn(face=given.face, caption=given.caption if given.caption.strip() else "")
    problem = problem_with(given.caption, longest=turns.settings.max_message_characters)
    if problem is not None and given.caption:
        raise refusal(problem)
    before = sorted_cards(turns, conversation_id).get(theme)
    new = bool(given.caption) and (before is None or before.caption != given.caption)
    alarm = new and sound(turns, conversation_id, turn_id, given.caption)
    with turns.sessions.begin() as session:
        _keep(turns, _table(turns, session, conversation_id), theme, given)
    return alarm


def _keep(turns: Turns, table: Table, theme: Theme, given: CardIn) -> None:
    conversation, now = table.conversation, turns.clock()
    row = table.cards().get(theme)
    if given == CardIn():
        if row is not None:
            table.session.delete(row)
            conversation.changed_at = now
        return
    if row is None:
        row = Card(id=uuid4(), conversation_id=conversation.id, theme=theme)
        table.session.add(row)
    row.turn_seq, row.at = conversation.last_seq, now
    row.said_by, row.provenance = speaker(conversation)
    seal(table.vault, row, given)
    conversation.changed_at = now


def _table(turns: Turns, session: Session, conversation_id: UUID) -> Table:
    conversation = found(ChatRepository(session).get(conversation_id))
    if conversation.voice == NOBODY:
        raise NotAllowed(WHO_FIRST)
    vault = open_vault(turns.keys, conversation.id, conversation.wrapped_key)
    return Table(session, vault, conversation)
