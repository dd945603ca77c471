"""Taking a password that its owner chose. Hashing is slow on purpose, so the account is looked up
in a session that only reads, and the writer is taken once the hash is there: no turn waits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.errors import BadMessage, NotSignedIn
from api.models import User
from api.user import codes, service
from api.user.passwords import must_be_good
from api.user.sessions import Step, at_step, end_all
from api.user.signed_in import SignedInUser


@dataclass(frozen=True)
class Chosen:
    """A password that was looked at and hashed, and the one in whose place it comes."""

    user_id: UUID
    before: str
    after: str


def look_at(user: SignedInUser, before: str, password: str, *, same: BadMessage) -> Chosen:
    """Hash a new password; no transaction may be open. Raises BadMessage for one that is not good,
    and `same` for the one it is now."""
    must_be_good(password, user.username)
    if service.fits(before, password):
        raise same
    return Chosen(user.id, before, service.hashed(password))


def take(session: Session, token: str | None, at: Step, chosen: Chosen, *, now: datetime) -> User:
    """Put it in the place of the one before, and end every session. Raises NotSignedIn where, while
    it was hashed, the session ended or the password became another."""
    at_step(session, token, now, at)
    user = session.get(User, chosen.user_id, with_for_update=True)
    if user is None or user.password_hash != chosen.before or service.is_shut(user, now):
        raise NotSignedIn
    user.password_hash, user.password_ends_at = chosen.after, None
    codes.forget_waiting(user)
    end_all(session, user)
    write_audit(session, f"user:{user.username}", "password_changed", str(user.id), now)
    return user
