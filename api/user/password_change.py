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
from api.user.sessions import SignedIn

SAME = "password_same"
WRONG_NOW = "password_now"


def has_password(session: Session, user_id: UUID) -> bool:
    """Tell whether they sign in here, and not with the council's own sign-in."""
    user = session.get(User, user_id)
    return user is not None and bool(user.password_hash)


def change(session: Session, user_id: UUID, before: str, after: str, *, now: datetime) -> SignedIn:
    """Take a new password in place of the one before, and end every session but the one that is
    returned. Raises NotSignedIn for a wrong one, which is audited, BadMessage, TooManyTries, or
    NotFound for whoever signs in elsewhere."""
    allow(get_settings().sign_in_tries, "password", str(user_id))
    user = session.get(User, user_id, with_for_update=True)
    if user is None or not user.password_hash:
        raise NotFound("password")
    if not service.fits(user.password_hash, before):
        write_audit(session, f"user:{user.username}", "password_refused", str(user.id), now)
        raise NotSignedIn(WRONG_NOW)
    return service.take_password(session, user, after, "done", same=BadMessage(SAME), now=now)
