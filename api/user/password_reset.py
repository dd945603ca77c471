"""A password that is lost: whoever keeps the machine resets it, and its owner chooses the next."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.chat.codes import word_list
from api.errors import BadMessage, NotFound, NotSignedIn
from api.limits import allow
from api.models import User
from api.settings import get_settings
from api.user import service
from api.user.service import is_shut
from api.user.sessions import SignedIn, Step, end_all

WORDS_IN_PASSWORD = 6  # 65 bits
GOOD_FOR = timedelta(days=1)


def reset(session: Session, username: str, *, now: datetime) -> str:
    """Return a password that opens nothing but the page on which to choose another, for a day. The
    one before and every session end. Raises NotFound."""
    user = session.scalar(select(User).where(User.username == username).with_for_update())
    if user is None or user.disabled_at is not None:
        raise NotFound("account_open", name=username)
    if user.identity is not None:
        raise NotFound("account_elsewhere", name=username)
    made = "-".join(secrets.choice(word_list()) for _ in range(WORDS_IN_PASSWORD))
    user.password_hash, user.password_ends_at = service.hashed(made), now + GOOD_FOR
    end_all(session, user)
    write_audit(session, "system", "password_reset", str(user.id), now)
    return made


def choose(session: Session, user_id: UUID, password: str, *, now: datetime) -> SignedIn:
    """Take a password of their own in place of the one that was reset, and go on signing in. Every
    other session ends. Raises BadMessage, NotSignedIn, TooManyTries."""
    allow(get_settings().sign_in_tries, "password", str(user_id))
    user = session.get(User, user_id, with_for_update=True)
    if user is None or user.password_ends_at is None or is_shut(user, now):
        raise NotSignedIn
    step = _step_after(user)
    same = BadMessage("password_given")
    return service.take_password(session, user, password, step, same=same, now=now)


def _step_after(user: User) -> Step:
    codes_first = user.code_set_up_at is None and get_settings().needs_second_step
    return "set_up" if codes_first else "done"
