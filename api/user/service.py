"""Practitioners' accounts and their sessions: Argon2id passwords, tokens kept as hashes."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.core.access import ROLES
from api.core.clock import utc_now
from api.core.tokens import hash_token, new_token
from api.core.words import is_text
from api.errors import BadMessage, Conflict, NotFound, NotSignedIn
from api.limits import allow
from api.models import User, UserSession
from api.settings import get_settings

HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)
# Verified where there is no such account, so that an unknown name takes as long as a wrong
# password.
NOBODY = HASHER.hash(secrets.token_hex(16))
SHORTEST_PASSWORD = 12

WRONG = "That name and password do not go together."


@dataclass(frozen=True)
class SignedInUser:
    id: UUID
    username: str
    role: str
    csrf: str

    @property
    def actor(self) -> str:
        """The name under which the audit knows them."""
        return f"user:{self.username}"


@dataclass(frozen=True)
class SignedIn:
    token: str
    csrf: str
    user: SignedInUser


def add_user(session: Session, username: str, password: str, role: str = "practitioner") -> UUID:
    """Add an account. Raises BadMessage for a short password or a role that is not one, Conflict
    for a taken name."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadMessage(f"A password needs at least {SHORTEST_PASSWORD} characters.")
    if not is_text(username + password):
        raise BadMessage("Part of that could not be read as text. Please choose again.")
    if role not in ROLES:
        raise BadMessage(f"The role must be one of: {', '.join(ROLES)}.")
    if _by_name(session, username) is not None:
        raise Conflict(f"There is an account {username} already.")
    user = User(
        id=uuid4(),
        username=username,
        role=role,
        password_hash=HASHER.hash(password),
        added_at=utc_now(),
    )
    session.add(user)
    write_audit(session, "system", "user_added", str(user.id), utc_now())
    return user.id


def disable_user(session: Session, username: str) -> None:
    """Close an account and every session of it. Raises NotFound."""
    user = _by_name(session, username)
    if user is None:
        raise NotFound(f"There is no account {username}.")
    user.disabled_at = utc_now()
    session.execute(delete(UserSession).where(UserSession.user_id == user.id))
    write_audit(session, "system", "user_disabled", str(user.id), utc_now())


def sign_in(
    session: Session, username: str, password: str, *, client: str, now: datetime
) -> SignedIn:
    """Open a session. Raises NotSignedIn, the same for every reason, or TooManyTries."""
    settings = get_settings()
    allow(settings.sign_in_tries, "sign_in", client, username.casefold()[:100])
    if not is_text(username + password):
        raise NotSignedIn(WRONG)
    user = _by_name(session, username)
    if not _fits(user, password) or user is None:
        raise NotSignedIn(WRONG)
    token, csrf = new_token(), new_token()
    session.add(
        UserSession(
            token_hash=hash_token(token),
            user_id=user.id,
            csrf=csrf,
            started_at=now,
            seen_at=now,
            ends_at=now + timedelta(hours=settings.review_session_hours),
        )
    )
    write_audit(session, f"user:{user.username}", "signed_in", str(user.id), now)
    return SignedIn(token, csrf, SignedInUser(user.id, user.username, user.role, csrf))


def _fits(user: User | None, password: str) -> bool:
    try:
        HASHER.verify(user.password_hash if user else NOBODY, password)
    except VerifyMismatchError:
        return False
    return user is not None and user.disabled_at is None


def user_for(session: Session, token: str | None, now: datetime) -> SignedInUser:
    """Return who is signed in, and note that they were seen. Raises NotSignedIn."""
    opened = session.get(UserSession, hash_token(token)) if token else None
    idle = timedelta(minutes=get_settings().review_idle_minutes)
    if opened is None or opened.ends_at <= now or opened.seen_at + idle <= now:
        raise NotSignedIn
    user = session.get(User, opened.user_id)
    if user is None or user.disabled_at is not None:
        raise NotSignedIn
    opened.seen_at = now
    return SignedInUser(user.id, user.username, user.role, opened.csrf)


def sign_out(session: Session, token: str | None) -> None:
    if token:
        session.execute(delete(UserSession).where(UserSession.token_hash == hash_token(token)))


def _by_name(session: Session, username: str) -> User | None:
    return session.scalar(select(User).where(User.username == username))
