"""What practitioners do about a conversation. It stands beside the person's words, never over
them: each decision is a row of its own, with who and when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base
from api.models.columns import Moment, OfConversation, Sealed, UtcTime, Word

# The audit's name of who did it: "user:sam", "token:case system".
ACTOR = 120


class Casework(Base):
    """Where a conversation is in the team's work. There is no row before anybody has acted."""

    __tablename__ = "casework"

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    # Grows by one at each change of a practitioner's: the ETag of their side of the record.
    version: Mapped[int] = mapped_column(default=0)
    read_seq: Mapped[int | None]  # up to which message a practitioner has said they have read
    asked_seq: Mapped[int | None]  # the newest message when we last wrote and wait for an answer
    informed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    review_due_on: Mapped[date | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Flag(Base):
    """Words of an outcome, or of a message, that name a service: noticed, or added by hand."""

    __tablename__ = "flag"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    outcome_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("outcome.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int | None]  # the version of the outcome's words
    seq: Mapped[int | None]  # the message, where it is in no outcome
    start: Mapped[int]  # characters, 0-based
    end: Mapped[int]  # excluded
    kind: Mapped[Word] = mapped_column(String(40), index=True)
    source: Mapped[Word]  # noticed, or added
    by: Mapped[str | None] = mapped_column(String(ACTOR))
    at: Mapped[Moment]


class FlagDecision(Base):
    """What a practitioner decided about a flag. The newest counts; undoing adds one more."""

    __tablename__ = "flag_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    flag_id: Mapped[UUID] = mapped_column(ForeignKey("flag.id", ondelete="CASCADE"), index=True)
    decision: Mapped[Word]  # accepted, dismissed, asked, undone
    reason: Mapped[Word | None]
    note: Mapped[Sealed | None]
    by: Mapped[str] = mapped_column(String(ACTOR))
    at: Mapped[Moment]


class Summary(Base):
    """A practitioner's own tidy wording of an outcome, beside the person's. Versions, as theirs."""

    __tablename__ = "summary"
    __table_args__ = (UniqueConstraint("outcome_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    outcome_id: Mapped[UUID] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"))
    number: Mapped[int]
    by: Mapped[str] = mapped_column(String(ACTOR))
    at: Mapped[Moment]
    words: Mapped[Sealed]


class Informed(Base):
    """What the adult was told otherwise than here: when, how, and what they said to it."""

    __tablename__ = "informed"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    told_on: Mapped[date]
    how: Mapped[Word]  # visit, phone, letter, text, someone_else
    by: Mapped[str] = mapped_column(String(ACTOR))
    at: Mapped[Moment]
    words: Mapped[Sealed]
    answer: Mapped[Sealed | None]


class Closing(Base):
    """The end of an enquiry. What the person wished stays open to them: they can always return."""

    __tablename__ = "closing"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    review: Mapped[Word]  # done, or declined
    agreed: Mapped[Word]  # yes, no, not_asked
    by: Mapped[str] = mapped_column(String(ACTOR))
    at: Mapped[Moment]
    reopened_by: Mapped[str | None] = mapped_column(String(ACTOR))
    reopened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    details: Mapped[Sealed]  # api.closing.schemas.Details, as JSON


class OutcomeResult(Base):
    """Whether an outcome came about, as it was answered at closing. The chat's own answer stays
    with the outcome."""

    __tablename__ = "outcome_result"

    closing_id: Mapped[UUID] = mapped_column(
        ForeignKey("closing.id", ondelete="CASCADE"), primary_key=True
    )
    outcome_id: Mapped[UUID] = mapped_column(
        ForeignKey("outcome.id", ondelete="CASCADE"), primary_key=True
    )
    achieved: Mapped[Word]


class Override(Base):
    """A decision to act against a wish. It counts once a second person has signed it."""

    __tablename__ = "override"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    wish: Mapped[Word]  # outcome, enquiry, or sharing
    outcome_id: Mapped[UUID | None] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"))
    basis: Mapped[Word]
    decided_on: Mapped[date]
    told: Mapped[Word]  # told, or not_told
    by: Mapped[str] = mapped_column(String(ACTOR))
    at: Mapped[Moment]
    signed: Mapped[Word | None]  # agreed, or refused
    signed_by: Mapped[str | None] = mapped_column(String(ACTOR))
    signed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    details: Mapped[Sealed]  # api.override.schemas.Reasons, as JSON
