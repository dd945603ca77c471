"""Who is reading: a case system's bearer token, or a practitioner's session cookie."""

from typing import Annotated

from fastapi import Cookie, Depends, Request
from fastapi.security import OAuth2PasswordBearer

from api.chat.deps import from_our_page
from api.core.clock import utc_now
from api.db import ReadingDep, SessionDep
from api.errors import NotAllowed, NotSignedIn
from api.reader import Reader
from api.token.service import holder_of
from api.user.sessions import seen_at_step, user_for

REVIEW_COOKIE = "ow_review"
bearer = OAuth2PasswordBearer(tokenUrl="/review/sign-in", auto_error=False)


def get_reader(
    request: Request,
    session: SessionDep,
    token: Annotated[str | None, Depends(bearer)],
    ow_review: Annotated[str | None, Cookie()] = None,
) -> Reader:
    """Return who reads. Raises NotSignedIn: there is no reading without a name in the audit."""
    reader: Reader
    if token is not None:
        reader = holder_of(session, token, utc_now())
    else:
        must_be_our_page(request, ow_review)
        reader = user_for(session, ow_review, utc_now())
    request.state.actor = reader.actor  # for the log, should it be refused
    return reader


def must_be_our_page(request: Request, cookie: str | None) -> None:
    """Raises NotSignedIn without a cookie, and NotAllowed where another site sends it along."""
    if cookie is None:
        raise NotSignedIn(headers={"WWW-Authenticate": "Bearer"})
    if request.method not in ("GET", "HEAD") and not from_our_page(request):
        raise NotAllowed("elsewhere")


ReaderDep = Annotated[Reader, Depends(get_reader)]


def get_reader_to_hash(
    request: Request,
    reading: ReadingDep,
    token: Annotated[str | None, Depends(bearer)],
    ow_review: Annotated[str | None, Cookie()] = None,
) -> Reader:
    """The same where a code is hashed next: slow, so the database is only read, and free again."""
    reader: Reader
    if token is not None:
        reader = holder_of(reading, token, utc_now())
    else:
        must_be_our_page(request, ow_review)
        reader, _ = seen_at_step(reading, ow_review, utc_now(), "done")
    reading.rollback()
    request.state.actor = reader.actor
    return reader


ReaderToHashDep = Annotated[Reader, Depends(get_reader_to_hash)]
