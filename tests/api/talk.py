"""Speak to the chat service as a page does, and look at what was kept."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.chat import service
from api.chat.repository import ChatRepository
from api.chat.schemas import Started, TurnIn, TurnOut
from api.models import Conversation, Turn
from api.record.open import RecordOpener
from api.record.repository import RecordRepository
from api.turn.service import Turns
from api.vault.vault import open_vault

# What people really send, and what breaks programs that are careless with text.
HARD_TEXTS = {
    "long": "I want him to stop. " * 1000,
    "emoji": "I feel 😀👩🏽‍🦽 and 🏳️‍🌈",
    "right-to-left": "أريد أن أكون آمنة \u202eback\u202c",
    "null": "before\x00after",
    "control": "bell\x07 escape\x1b[31m return\r\n tab\t delete\x7f",
    "html": "<script>alert('x')</script> & <b>bold</b> &amp;",
    "template": "{{ 7*7 }} {% for a in b %} ${x} #{y} {outcome_text} %(name)s",
    "slash": '/inform{"outcome_text": "x"}',
    "spaces": "  two before, two after  ",
    "only in it": "\u200bzero width\u200b",
    "combining": "e\u0301 is not é",
    "sql": "Robert'); DROP TABLE message;--",
    "line ends": "one\rtwo\r\nthree\u2028four",
}


def say(turns: Turns, to: Started, text: str, turn_id: UUID | None = None) -> TurnOut:
    return service.take(turns, to.id, TurnIn(turn_id=turn_id or uuid4(), text=text))


def texts(turns: Turns, of: Started, sender: str | None = None) -> list[str]:
    lines = service.read(turns, of.id).messages
    return [line.text for line in lines if sender in (None, line.sender)]


def record(turns: Turns, of: Started) -> dict[str, Any]:
    """Return the whole record as the API would."""
    with turns.sessions.begin() as session:
        conversation = session.get(Conversation, of.id)
        assert conversation is not None
        vault = open_vault(turns.keys, conversation.id, conversation.wrapped_key)
        opener = RecordOpener(RecordRepository(session), vault, conversation)
        return opener.whole().model_dump(mode="json", by_alias=True)


def state(turns: Turns, of: Started) -> object:
    with turns.sessions.begin() as session:
        conversation = ChatRepository(session).get(of.id)
        assert conversation is not None
        vault = open_vault(turns.keys, conversation.id, conversation.wrapped_key)
        return vault.open_json(conversation.state, f"conversation.state:{of.id}")


def waiting(sessions: sessionmaker[Session]) -> list[UUID]:
    with sessions.begin() as session:
        query = select(Turn.turn_id).where(Turn.status == "waiting").order_by(Turn.seq)
        return list(session.scalars(query))
