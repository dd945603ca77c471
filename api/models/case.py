"""The council's own cases: which conversation belongs to one, and the codes that lead to one.

There is no table of cases: a case is what conversations with the same reference have in common,
so none is left when they are erased.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base
from api.models.columns import Moment, Sealed, UtcTime, Word


class CaseLink(Base):
    """A conversation belongs to a case, by the council's own reference."""

    __tablename__ = "case_link"

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    # HMAC of the reference: equal references are found, and none can be read.
    look_up: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    way: Mapped[Word]  # invite, or reference
    by: Mapped[str] = mapped_column(String(120))  # the audit's name of who did it
    at: Mapped[Moment]
    reference: Mapped[Sealed]


class Invite(Base):
    """A code that a practitioner gives to somebody: what they then say belongs to the case. It
    opens nothing."""

    __tablename__ = "invite"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    # Argon2id of the code under this installation's own salt, as for return codes.
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    by: Mapped[str] = mapped_column(String(120))
    # Whose the conversation becomes; none for a case system.
    user_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    refused_at: Mapped[datetime | None] = mapped_column(UtcTime)  # typed when it was no longer good
    conversation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    # Until it is used; then the conversation has it, and it goes with the conversation's key.
    reference: Mapped[Sealed | None]
