"""Screens in libraries and waiting rooms, and who asked for help at one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base
from api.models.columns import Moment, UtcTime


class Kiosk(Base):
    """A screen that staff have set up. It is linked to no conversation that was held at it."""

    __tablename__ = "kiosk"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))  # where it stands, as its lead calls it
    # Argon2id of the code that sets it up: good once, and for a while.
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    code_ends_at: Mapped[datetime | None] = mapped_column(UtcTime)
    device_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    added_at: Mapped[Moment]
    added_by: Mapped[str] = mapped_column(String(120))
    set_up_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class KioskCall(Base):
    """Somebody at a screen asked for a person. Who, and about what, is nowhere."""

    __tablename__ = "kiosk_call"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kiosk_id: Mapped[UUID] = mapped_column(ForeignKey("kiosk.id", ondelete="CASCADE"), index=True)
    at: Mapped[Moment]
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answered_by: Mapped[str | None] = mapped_column(String(120))
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)  # they left, or need nobody now
