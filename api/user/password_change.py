"""Somebody changes their own password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.errors import BadMessage, NotFound, NotSignedIn
from api.limits import allow
from api.models import User
from api.settings import get_settings
from api.user import service
from api.user.password_taken import look_at, take
from api.user.sessions import SignedIn, open_session, seen_at_step
from api.user.signed_in import SignedInUser

SAME = "password_same"
WRONG_NOW = "password_now"


def has_password(session: Session, user_id: UUID) -> bool:
    """Tell whether they sign in here, and not with the council's own sign-in."""
    user = session.get(User, user_id)
    return user is not None and bool(user.password_hash)


def must_be_theirs(
    session: Session, user: SignedInUser, password: str, *, now: datetime, reading: Session
) -> None:
    """Ask who it is once more, before what an open screen must not be enough for. Raises
    NotSignedIn for a wrong password, which is audited, or TooManyTries."""
    allow(get_settings().sign_in_tries, "password", str(user.id))
    found = reading.get(User, user.id)
    kept = found.password_hash if found else ""
    reading.rollback()
    if not service.fits(kept, password):
        write_audit(session, user.actor, "password_refused", str(user.id), now)
        raise NotSignedIn(WRONG_NOW)


def change(
    session: Session,
    token: str | None,
    before: str,
    after: str,
    *,
    now: datetime,
    reading: Session | None = None,
) -> SignedIn:
    """Take a new password in place of the one before, and end every session but the one that is
    returned. Raises NotSignedIn for a wrong one, which is audited, BadMessage, TooManyTries, or
    NotFound for whoever signs in elsewhere. With `reading`, nobody waits for the database while a
    password is hashed."""
    me, kept = _kept(reading or session, token, now)
    allow(get_settings().sign_in_tries, "password", str(me.id))
    if reading:
        reading.rollback()
    if not kept:
        raise NotFound("password")
    if not service.fits(kept, before):
        write_audit(session, me.actor, "password_refused", str(me.id), now)
        raise NotSignedIn(WRONG_NOW)
    chosen = look_at(me, kept, after, same=BadMessage(SAME))
    return open_session(session, take(session, token, "done", chosen, now=now), "done", now=now)


def _kept(reading: Session, token: str | None, now: datetime) -> tuple[SignedInUser, str]:
    me, _ = seen_at_step(reading, token, now, "done")
    user = reading.get(User, me.id)
    return me, user.password_hash if user else ""
