"""What was sent because nobody acknowledged an alert."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base
from api.models.columns import Moment, UtcTime, Word


class Escalation(Base):
    """One e-mail about one alert, at one step, to one address: the key makes it one."""

    __tablename__ = "escalation"

    alert_id: Mapped[UUID] = mapped_column(
        ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True
    )
    step: Mapped[int] = mapped_column(primary_key=True)  # counted from 1
    # SHA-256 of the address: who is on duty stands in the settings, not in the record.
    recipient: Mapped[str] = mapped_column(String(64), primary_key=True)
    due_at: Mapped[Moment]
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[Moment] = mapped_column(index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    fault: Mapped[Word | None]  # of the last try: unreachable, refused, signed_out
