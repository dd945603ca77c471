"""People and programs that may read the record."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base
from api.models.columns import Moment, Sealed, UtcTime, Word


class User(Base):
    __tablename__ = "user_account"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(100), unique=True)
    role: Mapped[Word]
    password_hash: Mapped[str] = mapped_column(String(200))  # Argon2id
    added_at: Mapped[Moment]
    disabled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # Until when a password that was given out signs in, to choose another; none for their own.
    password_ends_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # The secret of the codes from their phone; it counts once a code of it was typed back.
    code_secret: Mapped[Sealed | None]
    code_set_up_at: Mapped[datetime | None] = mapped_column(UtcTime)
    code_last_step: Mapped[int | None]  # a code is taken once
    # SHA-256 of issuer and subject, where the council's own sign-in is used.
    identity: Mapped[str | None] = mapped_column(String(64), unique=True)


class RecoveryCode(Base):
    """Signs in once where the phone is lost. Only its hash is kept."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class UserSession(Base):
    __tablename__ = "user_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    csrf: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    # done, or what is still to do before anything opens: code, password, set_up
    step: Mapped[Word] = mapped_column(default="done", server_default="done")


class ApiToken(Base):
    """A case system's key to the record. Only its hash is kept."""

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    role: Mapped[Word]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    added_at: Mapped[Moment]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)
