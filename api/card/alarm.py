"""A caption is read for danger as a message is. One that sounds an alarm is said in the
conversation too: there the alert is raised, and the help is shown."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat.repository import ChatRepository
from api.chat.transcript import add_message
from api.command.service import Recorder
from api.models import Alert
from api.turn.away import SAFETY, Known, alarm_commands
from api.turn.service import Turns, found
from api.turn.words import words
from api.vault.vault import open_vault
from nlp.errors import NlpError
from nlp.reading import read

QUESTION = "outcome"  # what a caption answers: read at "is it safe?", a "no" would close the page


def sound(turns: Turns, conversation_id: UUID, turn_id: UUID, caption: str) -> bool:
    """Say the caption in the conversation where it sounds an alarm; return whether it did.

    Where it cannot be read it is said too: the bot reads it when it can. The same `turn_id` again
    says nothing twice.
    """
    try:
        known = SAFETY.get(read(caption, QUESTION).intent)
    except NlpError:
        known = None
    else:
        if known is None:
            return False
    last = _last(turns, conversation_id)
    # As from a page that is behind, so that it is never taken as the answer to the open question.
    turns.take(conversation_id, turn_id, caption, max(last - 1, 0))
    if known is not None:
        _make_sure(turns, conversation_id, turn_id, caption, known)
    return True


def _last(turns: Turns, conversation_id: UUID) -> int:
    with turns.reading() as session:
        return found(ChatRepository(session).get(conversation_id)).last_seq


def _make_sure(
    turns: Turns, conversation_id: UUID, turn_id: UUID, caption: str, known: Known
) -> None:
    """Raise the alert and show the help here where the bot read the caption another way."""
    with turns.sessions.begin() as session:
        chat = ChatRepository(session)
        conversation, turn = found(chat.get(conversation_id)), chat.turn(conversation_id, turn_id)
        if turn is None or _is_raised(session, conversation_id, turn.seq, known.kind):
            return
        vault = open_vault(turns.keys, conversation.id, conversation.wrapped_key)
        now = turns.clock()
        recorder = Recorder(session, vault, conversation, turn.seq, caption, now)
        recorder.apply(alarm_commands(turn_id, known))
        add_message(
            chat, vault, conversation, sender="bot", text=words(known.says), turn_id=turn_id,
            now=now, kind="safety",
        )  # fmt: skip
        conversation.version += 1


def _is_raised(session: Session, conversation_id: UUID, seq: int, kind: str) -> bool:
    mine = (Alert.conversation_id == conversation_id, Alert.turn_seq == seq, Alert.kind == kind)
    return session.scalar(select(Alert.id).where(*mine).limit(1)) is not None
