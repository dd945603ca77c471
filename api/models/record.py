"""Everything else that was said, each kept as its own kind."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base
from api.models.columns import Moment, OfConversation, Sealed, UtcTime, Word


class Statement(Base):
    __tablename__ = "statement"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    turn_seq: Mapped[int]
    kind: Mapped[Word]
    said_by: Mapped[Word]
    provenance: Mapped[Word]
    taken_back: Mapped[bool] = mapped_column(default=False)
    words: Mapped[Sealed]


class Enquiry(Base):
    """Whether they want the council to look into it, and what stands in the way."""

    __tablename__ = "enquiry"

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    wish: Mapped[Word | None]
    others_at_risk: Mapped[Word | None]
    reason: Mapped[Sealed | None]


class Option(Base):
    """Help that they named: a way to an outcome, kept beside it."""

    __tablename__ = "option"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    outcome_id: Mapped[UUID | None] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"))
    turn_seq: Mapped[int]
    taken_back: Mapped[bool] = mapped_column(default=False)
    words: Mapped[Sealed]


class Need(Base):
    """What helps them take part: an interpreter, more time, bigger words."""

    __tablename__ = "need"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    turn_seq: Mapped[int]
    taken_back: Mapped[bool] = mapped_column(default=False)
    words: Mapped[Sealed]


class DifferingView(Base):
    """What somebody else wants, kept apart and never shown to either."""

    __tablename__ = "differing_view"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    turn_seq: Mapped[int]
    taken_back: Mapped[bool] = mapped_column(default=False)
    who: Mapped[Sealed]
    words: Mapped[Sealed]


class Card(Base):
    """A card that they sorted in place of writing. Sorted again, it is written over."""

    __tablename__ = "card"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    turn_seq: Mapped[int]
    theme: Mapped[Word]
    said_by: Mapped[Word]
    provenance: Mapped[Word]
    at: Mapped[Moment]
    words: Mapped[Sealed]  # the face that they picked, and their caption


class Alert(Base):
    __tablename__ = "alert"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    turn_seq: Mapped[int]
    level: Mapped[Word]  # now, worrying, past
    kind: Mapped[Word]
    at: Mapped[Moment]
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcTime)
    acknowledged_by: Mapped[UUID | None]
    acknowledged_as: Mapped[str | None] = mapped_column(String(120))  # the audit's name of who


class SafetyScale(Base):
    """How safe they feel, 0 to 10, at the start and at the review."""

    __tablename__ = "safety_scale"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    turn_seq: Mapped[int]
    value: Mapped[int]
    at: Mapped[Moment]
    when: Mapped[Word]


class Told(Base):
    """What a practitioner has written for the person: read to them when they come back."""

    __tablename__ = "told"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    at: Mapped[Moment]
    by: Mapped[str] = mapped_column(String(120))  # the audit's name of who wrote it
    read_at: Mapped[datetime | None] = mapped_column(UtcTime)
    words: Mapped[Sealed]
