"""That somebody reads the pages in another language: a worker has to know before they write or
call. Kept among what helps them take part."""

from uuid import UUID, uuid5

from api.chat.repository import ChatRepository
from api.language.current import own_language, speaking, spoken, words
from api.language.shelf import ENGLISH
from api.models import Need
from api.turn.service import Turns, found
from api.vault.vault import open_vault

BEFORE_ALL = 0  # of no message: going back on one does not take it away


def note_language(turns: Turns, conversation_id: UUID) -> None:
    """Keep the language of this request with the conversation, once; English needs no note."""
    language = spoken()
    if language.code == ENGLISH:
        return
    need_id = uuid5(conversation_id, f"language:{language.code}")
    with speaking(own_language()):
        text = words().api.reads.format(language=language.locale.english_name)
    with turns.sessions.begin() as session:
        conversation = found(ChatRepository(session).get(conversation_id))
        if session.get(Need, need_id) is not None:
            return
        vault = open_vault(turns.keys, conversation.id, conversation.wrapped_key)
        session.add(
            Need(
                id=need_id,
                conversation_id=conversation_id,
                turn_seq=BEFORE_ALL,
                words=vault.seal(str(text), f"need.words:{need_id}"),
            )
        )
