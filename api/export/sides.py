"""Leave out what somebody else said, where one conversation was taken over in the middle."""

from dataclasses import replace

from sqlalchemy.orm import Session

from api.chat.repository import ChatRepository
from api.chat.sides import OWN, sided
from api.models import Conversation
from api.record.open import RecordOpener
from api.record.schemas import ConversationRecord


def of_others(session: Session, conversation: Conversation) -> set[int]:
    """Return the numbers of the messages that belong to family who took over from the adult."""
    chat = ChatRepository(session)
    sides = sided(chat.voices(conversation.id))
    return {
        message.seq
        for message in chat.messages(conversation.id)
        if message.turn_id is not None and sides.get(message.turn_id, OWN) != OWN
    }


def without(opener: RecordOpener, others: set[int]) -> ConversationRecord:
    """Return the record without what was said in those messages, and without the different views
    of other people."""
    record = replace(opener, leave_out=others).whole()
    record.differing_views = []
    record.outcomes = [one for one in record.outcomes if one.versions[0].turn_seq not in others]
    record.cards = [card for card in record.cards if card.turn_seq not in others]
    return record
