"""Who looked and who changed. Rows are only ever added, and each holds the hash of the one
before."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base
from api.models.columns import Moment, Word


class AuditEvent(Base):
    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[Moment]
    actor: Mapped[str] = mapped_column(
        String(120)
    )  # "user:<name>", "token:<name>", "adult", "system"
    action: Mapped[Word]
    subject: Mapped[str] = mapped_column(String(120), index=True)  # an id, never words
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
