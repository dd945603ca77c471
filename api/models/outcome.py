"""What the person wants to be different. Words are versions: none is ever written over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Float, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db import Base
from api.models.columns import Moment, OfConversation, Sealed, UtcTime, Word


class Outcome(Base):
    __tablename__ = "outcome"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    position: Mapped[int]
    status: Mapped[Word]  # active or withdrawn
    said_by: Mapped[Word]
    provenance: Mapped[Word]
    confirmed: Mapped[bool]
    # The wish of which this is the part that could happen.
    nearest_to: Mapped[UUID | None] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"))
    rank: Mapped[int | None]
    plan: Mapped[Word | None]
    label: Mapped[Word]  # what nlp noticed: a hint for a reader, never a gate
    confidence: Mapped[float] = mapped_column(Float)
    themes: Mapped[list[str]] = mapped_column(JSON)
    assessment: Mapped[Sealed]
    importance: Mapped[Sealed | None]
    achieved: Mapped[Word | None]
    difference: Mapped[Sealed | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)

    versions: Mapped[list["OutcomeVersion"]] = relationship(
        order_by="OutcomeVersion.number", lazy="raise", cascade="all, delete-orphan"
    )


class OutcomeVersion(Base):
    """One wording. `part` is "text", or "deeper" for what a service named would give them."""

    __tablename__ = "outcome_version"
    __table_args__ = (UniqueConstraint("outcome_id", "part", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[UUID] = mapped_column(
        ForeignKey("outcome.id", ondelete="CASCADE"), index=True
    )
    part: Mapped[Word]
    number: Mapped[int]
    turn_seq: Mapped[int]
    at: Mapped[Moment]
    taken_back: Mapped[bool] = mapped_column(default=False)
    words: Mapped[Sealed]


class Conflict(Base):
    """Two outcomes that it may be hard to have both of, as the person sees it."""

    __tablename__ = "outcome_conflict"

    outcome_id: Mapped[UUID] = mapped_column(
        ForeignKey("outcome.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[UUID] = mapped_column(
        ForeignKey("outcome.id", ondelete="CASCADE"), primary_key=True
    )
    turn_seq: Mapped[int]
