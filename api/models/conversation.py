"""A conversation: what was typed, turn by turn, and where the bot has got to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base
from api.models.columns import Moment, OfConversation, Sealed, UtcTime, Word


class Conversation(Base):
    __tablename__ = "conversation"
    # All that the queue looks at in every row, so that it reads none of the sealed columns.
    __table_args__ = (
        Index(
            "ix_conversation_queue",
            *("changed_at", "last_seq", "status", "channel", "role", "started_at", "id"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    channel: Mapped[Word]
    status: Mapped[Word]  # open, paused, finished
    asking: Mapped[Word]
    role: Mapped[Word | None]
    # own or family: the side that writes now, once one has taken over from the other.
    voice: Mapped[Word | None]
    together: Mapped[bool | None]
    whose_words: Mapped[Word | None]
    started_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    # Grows by one at each change: two turns that started from the same state cannot both be kept.
    version: Mapped[int]
    last_seq: Mapped[int]
    # The data key, wrapped. Gone, nothing sealed below this conversation can ever be read.
    wrapped_key: Mapped[Sealed]
    # Argon2id of the return code under a salt of this installation's own, so that it can be looked
    # up.
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    state: Mapped[Sealed]  # what Rasa needs for the next turn
    relationship: Mapped[Sealed | None]
    contact: Mapped[Sealed | None]
    consent: Mapped[Word | None]


class Message(Base):
    """One line of the transcript, from the person or the bot, never changed."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("conversation_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    seq: Mapped[int]
    sender: Mapped[Word]  # person or bot
    kind: Mapped[Word]  # say, ask, safety, readback
    picture: Mapped[Word | None]  # the name of one of our own drawings, with Easy words
    asking: Mapped[Word]  # the question that was open when it was said
    turn_id: Mapped[UUID | None]
    at: Mapped[Moment]
    words: Mapped[Sealed]
    choices: Mapped[Sealed | None]


class Turn(Base):
    """One message of the person's and what became of it. The browser's id makes sending it again
    harmless."""

    __tablename__ = "turn"

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    turn_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    event: Mapped[Word | None]  # begin or come_back where nobody typed anything
    status: Mapped[Word]  # waiting or answered
    asking: Mapped[Word]  # the open question the person saw
    asking_after: Mapped[Word | None]
    intent: Mapped[Word | None]
    voice: Mapped[Word | None]  # as the conversation's, when it was answered
    tries: Mapped[int] = mapped_column(
        default=0
    )  # how often the bot was up and could not finish it
    stale: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # the page had not seen what was last said
    at: Mapped[Moment]
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ChatSession(Base):
    """A page that may go on with the conversation. Only the token's hash is kept."""

    __tablename__ = "chat_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[OfConversation]
    started_at: Mapped[Moment]
    ends_at: Mapped[Moment]


class Draft(Base):
    """What stands in the box and was not sent: no part of the record, and no practitioner's."""

    __tablename__ = "draft"

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[Moment]
    words: Mapped[Sealed]  # with the side that wrote them, and the last message its page showed
