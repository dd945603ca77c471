"""Practitioners' sessions. One opens nothing until every step of signing in is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.core.access import may
from api.core.tokens import hash_token, new_token
from api.errors import NotSignedIn
from api.models import BreakGlass, User, UserSession
from api.settings import get_settings
from api.user.signed_in import SignedInUser

# done, or what is still to do: type a code, choose a password for a given one, set codes up.
Step = Literal["done", "code", "password", "set_up"]
HALF_MINUTES = 10  # how long somebody who typed the password has for the second step


@dataclass(frozen=True)
class SignedIn:
    token: str
    csrf: str
    user: SignedInUser
    step: Step = "done"


def open_session(session: Session, user: User, step: Step, *, now: datetime) -> SignedIn:
    """Open a session at a step. Each step gets a token of its own, so that none seen before it is
    worth anything after."""
    token, csrf = new_token(), new_token()
    whole = timedelta(hours=get_settings().review_session_hours)
    lasts = whole if step == "done" else timedelta(minutes=HALF_MINUTES)
    row = UserSession(
        token_hash=hash_token(token),
        user_id=user.id,
        csrf=csrf,
        started_at=now,
        seen_at=now,
        ends_at=now + lasts,
        step=step,
    )
    session.add(row)
    if step == "done":
        write_audit(session, f"user:{user.username}", "signed_in", str(user.id), now)
    return SignedIn(token, csrf, SignedInUser(user.id, user.username, user.role, csrf), step)


def user_for(session: Session, token: str | None, now: datetime) -> SignedInUser:
    """Return who is signed in, and note that they were seen. Raises NotSignedIn."""
    return at_step(session, token, now, "done")[0]


def at_step(
    session: Session, token: str | None, now: datetime, *steps: Step
) -> tuple[SignedInUser, Step]:
    """Return who is at one of these steps, and at which, and note that they were seen. Raises
    NotSignedIn."""
    opened, found = _opened(session, token, now, steps)
    opened.seen_at = now
    return found


def seen_at_step(
    reading: Session, token: str | None, now: datetime, *steps: Step
) -> tuple[SignedInUser, Step]:
    """The same, and nothing is noted: for a session that only reads, before what is slow."""
    return _opened(reading, token, now, steps)[1]


def _opened(
    session: Session, token: str | None, now: datetime, steps: tuple[Step, ...]
) -> tuple[UserSession, tuple[SignedInUser, Step]]:
    opened = session.get(UserSession, hash_token(token)) if token else None
    idle = timedelta(minutes=get_settings().review_idle_minutes)
    if opened is None or opened.ends_at <= now or opened.seen_at + idle <= now:
        raise NotSignedIn
    user = session.get(User, opened.user_id)
    step: Step | None = next((step for step in steps if step == opened.step), None)
    if step is None or user is None or user.disabled_at is not None:
        raise NotSignedIn
    unseen = _unseen(session) if may(user.role, "review_glass") else 0
    return opened, (SignedInUser(user.id, user.username, user.role, opened.csrf, unseen), step)


def _unseen(session: Session) -> int:
    query = select(func.count()).select_from(BreakGlass).where(BreakGlass.seen_at.is_(None))
    return session.scalar(query) or 0


def sign_out(session: Session, token: str | None) -> None:
    if token:
        session.execute(delete(UserSession).where(UserSession.token_hash == hash_token(token)))


def others(session: Session, user_id: UUID, token: str | None, now: datetime) -> int:
    """Return in how many other places somebody is signed in."""
    open_ones = (*_elsewhere(user_id, token), UserSession.step == "done", UserSession.ends_at > now)
    idle = timedelta(minutes=get_settings().review_idle_minutes)
    query = select(func.count()).select_from(UserSession)
    return session.scalar(query.where(*open_ones, UserSession.seen_at > now - idle)) or 0


def end_others(session: Session, user: SignedInUser, token: str | None, *, now: datetime) -> None:
    """Sign somebody out everywhere but here."""
    session.execute(delete(UserSession).where(*_elsewhere(user.id, token)))
    write_audit(session, user.actor, "signed_out_elsewhere", str(user.id), now)


def _elsewhere(user_id: UUID, token: str | None) -> tuple[ColumnElement[bool], ...]:
    return UserSession.user_id == user_id, UserSession.token_hash != hash_token(token or "")


def end_all(session: Session, user: User) -> None:
    session.execute(delete(UserSession).where(UserSession.user_id == user.id))
