"""Passwords that are given out, for a new account or for a lost one: good for a while, for choosing
one's own and for nothing else."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.chat.codes import word_list
from api.errors import BadMessage, NotFound, NotSignedIn
from api.limits import allow
from api.models import User
from api.settings import get_settings
from api.user import codes, service
from api.user.password_taken import look_at, take
from api.user.service import is_shut
from api.user.sessions import SignedIn, end_all, open_session, seen_at_step
from api.user.steps import step_after

WORDS_IN_PASSWORD = 6  # 65 bits
GOOD_FOR = timedelta(days=1)
FIRST_GOOD_FOR = timedelta(days=3)  # over a weekend


def add_user(session: Session, username: str, role: str, *, now: datetime) -> str:
    """Add an account and return its first password. Raises as `service.add_user`."""
    made = given_out()
    service.add_user(session, username, made, role, now=now, ends_at=now + FIRST_GOOD_FOR)
    return made


def reset(session: Session, username: str, *, now: datetime) -> str:
    """Return a password that opens nothing but the page on which to choose another, for a day. The
    one before and every session end. Raises NotFound."""
    made = given_out()
    kept = service.hashed(made)  # before the database is taken
    user = session.scalar(select(User).where(User.username == username).with_for_update())
    if user is None or user.disabled_at is not None:
        raise NotFound("account_open", name=username)
    if user.identity is not None:
        raise NotFound("account_elsewhere", name=username)
    user.password_hash, user.password_ends_at = kept, now + GOOD_FOR
    codes.forget_waiting(user)
    end_all(session, user)
    write_audit(session, "system", "password_reset", str(user.id), now)
    return made


def given_out() -> str:
    """Return a random password, to be given to somebody and good for choosing their own."""
    return "-".join(secrets.choice(word_list()) for _ in range(WORDS_IN_PASSWORD))


def choose(
    session: Session,
    token: str | None,
    password: str,
    *,
    now: datetime,
    reading: Session | None = None,
) -> SignedIn:
    """Take a password of their own in place of the one that was given out, and go on signing in.
    Every other session ends. Raises BadMessage, NotSignedIn, TooManyTries. With `reading`, nobody
    waits for the database while the password is hashed."""
    me, _ = seen_at_step(reading or session, token, now, "password")
    user = (reading or session).get(User, me.id)
    if user is None or user.password_ends_at is None or is_shut(user, now):
        raise NotSignedIn
    kept = user.password_hash
    allow(get_settings().sign_in_tries, "password", str(me.id))
    if reading:
        reading.rollback()
    chosen = look_at(me, kept, password, same=BadMessage("password_given"))
    taken = take(session, token, "password", chosen, now=now)
    return open_session(session, taken, step_after("password", taken), now=now)
