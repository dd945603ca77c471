"""Every query on conversations, messages, turns and chat sessions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from api.models import ChatSession, Conversation, Message, Turn

# As they came. An event has the number of the last message before it: that message is first.
IN_ORDER = (Turn.seq, Turn.event.is_not(None), Turn.at)


class ChatRepository:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: Conversation | Message | Turn | ChatSession) -> None:
        self._session.add(row)

    def get(self, conversation_id: UUID) -> Conversation | None:
        """Return the conversation. Where the session may write, nobody else changes it meanwhile:
        PostgreSQL lets several writers in at once, and the later would write over the version and
        the place of the last line that it had read too early. SQLite has one writer anyway."""
        reads_only = self._session.connection().get_execution_options().get("reads_only", False)
        seen = identity_key(Conversation, conversation_id) in self._session.identity_map
        lock = None if reads_only or seen else True
        return self._session.get(Conversation, conversation_id, with_for_update=lock)

    def id_by_code(self, code_hash: bytes) -> UUID | None:
        query = select(Conversation.id).where(Conversation.code_hash == code_hash)
        return self._session.scalar(query)

    def chat_session(self, token_hash: str, now: datetime) -> ChatSession | None:
        found = self._session.get(ChatSession, token_hash)
        return found if found is not None and found.ends_at > now else None

    def any_chat_session(self, token_hash: str) -> ChatSession | None:
        """Return the session, though its lease may have run out. One that was ended is gone."""
        return self._session.get(ChatSession, token_hash)

    def end_sessions(self, conversation_id: UUID) -> None:
        mine = ChatSession.conversation_id == conversation_id
        self._session.execute(delete(ChatSession).where(mine))

    def end_session(self, token_hash: str) -> None:
        self._session.execute(delete(ChatSession).where(ChatSession.token_hash == token_hash))

    def turn(self, conversation_id: UUID, turn_id: UUID) -> Turn | None:
        return self._session.get(Turn, (conversation_id, turn_id))

    def waiting(self, conversation_id: UUID) -> Sequence[Turn]:
        """Return the turns not yet answered, in the order in which they were said."""
        mine = (Turn.conversation_id == conversation_id, Turn.status == "waiting")
        return self._session.scalars(select(Turn).where(*mine).order_by(*IN_ORDER)).all()

    def asking_at(self, conversation_id: UUID, seq: int) -> str | None:
        """Return the question that was open when message `seq` was the last."""
        mine = (Turn.conversation_id == conversation_id, Turn.seq <= seq)
        answered = Turn.asking_after.is_not(None)
        query = select(Turn.asking_after).where(*mine, answered)
        newest_first = [each.desc() for each in IN_ORDER]
        return self._session.scalar(query.order_by(*newest_first).limit(1))

    def conversations_waiting(self) -> Sequence[UUID]:
        """Return all of them, whoever has waited longest first. Not only so many: behind as many
        that can never be answered nobody else would ever be tried."""
        query = select(Turn.conversation_id).where(Turn.status == "waiting")
        oldest_first = query.group_by(Turn.conversation_id).order_by(func.min(Turn.at))
        return self._session.scalars(oldest_first).all()

    def count_waiting(self) -> int:
        different = func.count(Turn.conversation_id.distinct())
        return self._session.scalar(select(different).where(Turn.status == "waiting")) or 0

    def messages(self, conversation_id: UUID) -> Sequence[Message]:
        mine = Message.conversation_id == conversation_id
        return self._session.scalars(select(Message).where(mine).order_by(Message.seq)).all()

    def last_of_the_person(self, conversation_id: UUID) -> int:
        """Return the number of the last message that the person sent, or 0."""
        mine = (Message.conversation_id == conversation_id, Message.sender == "person")
        return self._session.scalar(select(func.max(Message.seq)).where(*mine)) or 0

    def voices(self, conversation_id: UUID) -> dict[UUID, str | None]:
        """Return which side wrote each turn, in the order in which they were said."""
        mine = Turn.conversation_id == conversation_id
        query = select(Turn.turn_id, Turn.voice).where(mine).order_by(*IN_ORDER)
        return dict(self._session.execute(query).all())

    def replies(self, conversation_id: UUID, turn_id: UUID) -> Sequence[Message]:
        """Return what the bot said to one turn."""
        mine = (
            Message.conversation_id == conversation_id,
            Message.turn_id == turn_id,
            Message.sender == "bot",
        )
        return self._session.scalars(select(Message).where(*mine).order_by(Message.seq)).all()

    def message(self, conversation_id: UUID, seq: int) -> Message | None:
        mine = (Message.conversation_id == conversation_id, Message.seq == seq)
        return self._session.scalar(select(Message).where(*mine))
