"""What practitioners keep about the work itself: second opinions, weighing, capacity, who is
connected, who supports the adult, and who lives together."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base
from api.models.casework import ACTOR
from api.models.columns import Moment, OfConversation, Sealed, UtcTime, Word

ACCOUNT = "user_account.id"


class SecondOpinion(Base):
    """A colleague is asked about a decision on a flag. Their answer stands beside it: it changes
    nothing."""

    __tablename__ = "second_opinion"
    __table_args__ = (UniqueConstraint("decision_id", "asked_of"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    flag_id: Mapped[UUID] = mapped_column(ForeignKey("flag.id", ondelete="CASCADE"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("flag_decision.id", ondelete="CASCADE"))
    asked_of: Mapped[UUID] = mapped_column(ForeignKey(ACCOUNT, ondelete="CASCADE"), index=True)
    by: Mapped[str] = mapped_column(String(ACTOR))
    at: Mapped[Moment]
    question: Mapped[Sealed | None]
    answer: Mapped[Word | None]  # agreed, or disagreed
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    note: Mapped[Sealed | None]


class Weighing(Base):
    """What speaks for a wish, what against, and what the person says to it. Versions."""

    __tablename__ = "weighing"
    __table_args__ = (UniqueConstraint("outcome_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    outcome_id: Mapped[UUID] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"))
    number: Mapped[int]
    by: Mapped[str] = mapped_column(String(ACTOR))
    at: Mapped[Moment]
    details: Mapped[Sealed]  # api.weighing.schemas.Columns, as JSON


class Capacity(Base):
    """Whether the adult could make one decision on one day. Rows are only added: another day or
    another decision is another row."""

    __tablename__ = "capacity"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    finding: Mapped[Word]  # has, lacks, or has_with_support
    assessed_on: Mapped[date]
    unable: Mapped[list[str]] = mapped_column(JSON)  # understand, retain, weigh, communicate
    representative: Mapped[Word | None]
    look_again_on: Mapped[date | None]
    by: Mapped[str] = mapped_column(String(ACTOR))
    at: Mapped[Moment]
    details: Mapped[Sealed]  # api.capacity.schemas.Reasons, as JSON


class ConflictOfInterest(Base):
    """This colleague knows the adult, or somebody in it, and may not open
    the conversation, whatever their role."""

    __tablename__ = "conflict_of_interest"

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey(ACCOUNT, ondelete="CASCADE"), primary_key=True, index=True
    )
    by: Mapped[str] = mapped_column(String(ACTOR))
    at: Mapped[Moment]
    reason: Mapped[Sealed]


class Supporter(Base):
    """Somebody beside the adult: what they may see, and whether they must not be contacted."""

    __tablename__ = "supporter"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    role: Mapped[Word]
    may_see: Mapped[Word]  # nothing, agreed, or all
    do_not_contact: Mapped[bool]
    by: Mapped[str] = mapped_column(String(ACTOR))
    at: Mapped[Moment]
    ended_by: Mapped[str | None] = mapped_column(String(ACTOR))
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    details: Mapped[Sealed]  # api.supporter.schemas.Details, as JSON


class HouseholdMember(Base):
    """Conversations of adults who live together. Each stays whole: nothing is read across."""

    __tablename__ = "household_member"

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    household_id: Mapped[UUID] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(String(ACTOR))
    at: Mapped[Moment]
