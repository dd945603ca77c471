"""Practitioners' accounts: Argon2id passwords, and what comes after one."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.handback import hand_back
from api.audit.service import write as write_audit
from api.core.access import ROLES
from api.core.clock import utc_now
from api.core.words import is_text
from api.errors import BadMessage, Conflict, NotFound, NotSignedIn
from api.limits import Few, allow
from api.models import User
from api.settings import get_settings
from api.user.passwords import must_be_good
from api.user.sessions import SignedIn, end_all, open_session, sign_out, user_for
from api.user.signed_in import SignedInUser
from api.user.steps import step_after

__all__ = [
    "SignedIn",
    "SignedInUser",
    "add_user",
    "disable_user",
    "sign_in",
    "sign_out",
    "user_for",
]

HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)
# Verified where there is no such account, or one that signs in elsewhere, so that it takes as long
# as a wrong password.
NOBODY = HASHER.hash(secrets.token_hex(16))

# Each takes a core and 64 MB: forty at once would leave room for nothing else.
AT_ONCE = Few(2, waiting=10)

WRONG = "password"


def add_user(
    session: Session,
    username: str,
    password: str,
    role: str = "practitioner",
    *,
    now: datetime | None = None,
    ends_at: datetime | None = None,
) -> UUID:
    """Add an account. With `ends_at`, the password is one to choose their own with, until then.
    Raises BadMessage for a password that is not good or a role that is not one, Conflict for a
    taken name."""
    must_be_good(password, username)
    if role not in ROLES:
        raise BadMessage("role", known=", ".join(ROLES))
    kept = hashed(password)
    if _by_name(session, username) is not None:
        raise Conflict("account_named", name=username)
    at = now or utc_now()
    user = User(
        id=uuid4(),
        username=username,
        role=role,
        password_hash=kept,
        password_ends_at=ends_at,
        added_at=at,
    )
    session.add(user)
    write_audit(session, "system", "user_added", str(user.id), at)
    return user.id


def disable_user(session: Session, username: str) -> int:
    """Close an account and every session of it, and hand back its conversations; return how many.
    Raises NotFound."""
    user, now = _by_name(session, username), utc_now()
    if user is None:
        raise NotFound("account_named", name=username)
    user.disabled_at = now
    end_all(session, user)
    write_audit(session, "system", "user_disabled", str(user.id), now)
    return hand_back(session, user.id, actor="system", now=now)


def sign_out_everywhere(session: Session, username: str) -> None:
    """End every session of an account, as where a computer was stolen. Raises NotFound."""
    user = _by_name(session, username)
    if user is None:
        raise NotFound("account_named", name=username)
    end_all(session, user)
    write_audit(session, "system", "signed_out_everywhere", str(user.id), utc_now())


def sign_in(
    session: Session,
    username: str,
    password: str,
    *,
    client: str,
    now: datetime,
    reading: Session | None = None,
) -> SignedIn:
    """Open a session, at the step that comes next. Raises NotSignedIn, the same for every reason,
    or TooManyTries; a try that failed is audited without what was typed.

    With `reading`, the account is looked up there, and nobody waits for the database while the
    password is hashed, which is slow on purpose.
    """
    settings = get_settings()
    allow(settings.sign_in_tries, "sign_in", client, username.casefold()[:100])
    allow(settings.sign_ins_from, "sign_ins_from", client)
    if not is_text(username + password):
        raise NotSignedIn(WRONG)
    seen = _by_name(reading or session, username)
    kept = seen.password_hash if seen else ""
    if reading:
        reading.rollback()
    right = fits(kept or NOBODY, password) and bool(kept)
    anew = hashed(password) if right and HASHER.check_needs_rehash(kept) else kept
    user = _by_name(session, username, lock=True)
    if not right or user is None or user.password_hash != kept or is_shut(user, now):
        # A name that is not one may be a password typed in the wrong place.
        write_audit(session, "nobody", "sign_in_refused", str(user.id) if user else "unknown", now)
        raise NotSignedIn(WRONG)
    user.password_hash = anew
    return open_session(session, user, step_after("sign_in", user), now=now)


def is_shut(user: User, now: datetime) -> bool:
    """Tell whether nobody signs in: the account is closed, or its password was given out and the
    time for choosing another is over."""
    ended = user.password_ends_at is not None and user.password_ends_at <= now
    return ended or user.disabled_at is not None


def fits(kept: str, password: str) -> bool:
    """Tell whether it is the password that was kept. Slow on purpose, and for two at once."""
    try:
        with AT_ONCE:
            return HASHER.verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):  # the second: signs in elsewhere
        return False


def hashed(password: str) -> str:
    """Return what is kept of a password. As slow, and as few at once."""
    with AT_ONCE:
        return HASHER.hash(password)


def _by_name(session: Session, username: str, *, lock: bool = False) -> User | None:
    """Return the account. With `lock`, as it is once nobody else is changing it: a session that
    opens while a reset ends them all would be left over."""
    query = select(User).where(User.username == username)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)
