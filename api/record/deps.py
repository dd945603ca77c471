"""Who is reading: a case system's bearer token, or a practitioner's session cookie."""

from typing import Annotated

from fastapi import Cookie, Depends, Request
from fastapi.security import OAuth2PasswordBearer

from api.chat.deps import from_our_page
from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import NotAllowed, NotSignedIn
from api.reader import Reader
from api.token.service import holder_of
from api.user.service import user_for

REVIEW_COOKIE = "ow_review"
bearer = OAuth2PasswordBearer(tokenUrl="/review/sign-in", auto_error=False)


def get_reader(
    request: Request,
    session: SessionDep,
    token: Annotated[str | None, Depends(bearer)],
    ow_review: Annotated[str | None, Cookie()] = None,
) -> Reader:
    """Return who reads. Raises NotSignedIn: there is no reading without a name in the audit."""
    if token is not None:
        return holder_of(session, token, utc_now())
    if ow_review is None:
        raise NotSignedIn(headers={"WWW-Authenticate": "Bearer"})
    if request.method not in ("GET", "HEAD") and not from_our_page(request):
        raise NotAllowed("elsewhere")
    return user_for(session, ow_review, utc_now())


ReaderDep = Annotated[Reader, Depends(get_reader)]
