"""Who may open which conversation, beyond what their role says; and what must not be deleted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base
from api.models.columns import Moment, OfConversation, Sealed, UtcTime, Word


class Allocation(Base):
    """A practitioner works with this conversation. Where there is none, any practitioner may open
    it: an alert must not wait until somebody has given it to somebody."""

    __tablename__ = "allocation"

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[Moment]
    by: Mapped[str] = mapped_column(String(120))  # the audit's name of who did it


class BreakGlass(Base):
    """A colleague's conversation opened in need, for some hours, with a reason for a lead to
    read."""

    __tablename__ = "break_glass"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[OfConversation]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    at: Mapped[Moment]
    ends_at: Mapped[Moment]
    reason: Mapped[Sealed]
    seen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seen_by: Mapped[str | None] = mapped_column(String(120))


class LegalHold(Base):
    """Nothing of this conversation may be deleted, by anybody, while the hold stands."""

    __tablename__ = "legal_hold"

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[Word]  # court, inquest, safeguarding_review, complaint
    at: Mapped[Moment]
    by: Mapped[str] = mapped_column(String(120))
