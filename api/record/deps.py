"""Who is reading: a case system's bearer token, or a practitioner's session cookie."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import Cookie, Depends, Request
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.orm import Session

from api.chat.deps import from_our_page
from api.core.clock import utc_now
from api.db import ReadingDep, SessionDep
from api.errors import NotAllowed, NotSignedIn
from api.reader import Reader
from api.token.service import holder_of
from api.user.sessions import seen_at_step, user_for

REVIEW_COOKIE = "ow_review"
bearer = OAuth2PasswordBearer(tokenUrl="/review/sign-in", auto_error=False)
BearerToken = Annotated[str | None, Depends(bearer)]
ReviewCookie = Annotated[str | None, Cookie()]
OfCookie = Callable[[Session, str | None, datetime], Reader]


def get_reader(
    request: Request, session: SessionDep, token: BearerToken, ow_review: ReviewCookie = None
) -> Reader:
    """Return who reads. Raises NotSignedIn: there is no reading without a name in the audit."""
    return _reader(request, session, token, ow_review, user_for)


ReaderDep = Annotated[Reader, Depends(get_reader)]


def get_reader_to_hash(
    request: Request, reading: ReadingDep, token: BearerToken, ow_review: ReviewCookie = None
) -> Reader:
    """The same where a code is hashed next: slow, so the database is only read, and free again."""
    reader = _reader(request, reading, token, ow_review, _seen)
    reading.rollback()
    return reader


ReaderToHashDep = Annotated[Reader, Depends(get_reader_to_hash)]


def _reader(
    request: Request, session: Session, token: str | None, cookie: str | None, of_cookie: OfCookie
) -> Reader:
    now = utc_now()
    if token is not None:
        reader: Reader = holder_of(session, token, now)
    else:
        must_be_our_page(request, cookie)
        reader = of_cookie(session, cookie, now)
    request.state.actor = reader.actor  # for the log, should it be refused
    return reader


def _seen(reading: Session, cookie: str | None, now: datetime) -> Reader:
    return seen_at_step(reading, cookie, now, "done")[0]


def must_be_our_page(request: Request, cookie: str | None) -> None:
    """Raises NotSignedIn without a cookie, and NotAllowed where another site sends it along."""
    if cookie is None:
        raise NotSignedIn(headers={"WWW-Authenticate": "Bearer"})
    if request.method not in ("GET", "HEAD") and not from_our_page(request):
        raise NotAllowed("elsewhere")
