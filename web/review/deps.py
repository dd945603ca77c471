"""Who is signed in to the review pages, and whether a form came from one of them."""

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Cookie, Depends, Form, Request

from api.access.service import must_open
from api.core.clock import utc_now
from api.db import ReadingDep, SessionDep
from api.errors import NotAllowed, NotSignedIn, NotYours
from api.record.deps import REVIEW_COOKIE
from api.user.passwords import LONGEST
from api.user.sessions import Step, at_step, seen_at_step, user_for
from api.user.signed_in import SignedInUser
from web.guard import only_from_our_page

# Before anyone is signed in, a form is tied to the browser that asked for it by this.
FORM_COOKIE = "ow_form"

# Room beyond the longest, so that one that is too long is told at its field.
Password = Annotated[str, Form(max_length=2 * LONGEST)]
Token = Annotated[str | None, Cookie(alias=REVIEW_COOKIE)]
HALF: tuple[Step, ...] = ("code", "password", "set_up")


class SignInFirst(Exception):
    """Nobody is signed in: answered by the sign-in page, so it needs no words of its own."""


@contextmanager
def or_sign_in_first() -> Iterator[None]:
    try:
        yield
    except NotSignedIn as nobody:
        raise SignInFirst from nobody


def practitioner(request: Request, session: SessionDep, token: Token = None) -> SignedInUser:
    with or_sign_in_first():
        user = user_for(session, token, utc_now())
    request.state.actor = user.actor  # for the log, should it be refused
    return user


Practitioner = Annotated[SignedInUser, Depends(practitioner)]


class InNeedOnly(Exception):
    """It is with a colleague: answered by the page on which it can be opened in need."""


def theirs_to_open(conversation_id: UUID, session: SessionDep, user: Practitioner) -> None:
    """Let nobody further whose conversation it is not, whatever they ask for."""
    try:
        must_open(session, user, conversation_id, now=utc_now())
    except NotYours as colleagues:
        raise InNeedOnly from colleagues


def conversation_pages(below: str = "") -> APIRouter:
    """Return the router of pages about one conversation: from our own pages, and theirs to open."""
    return APIRouter(
        prefix=f"/review/conversations/{{conversation_id}}{below}",
        include_in_schema=False,
        dependencies=[Depends(only_from_our_page), Depends(theirs_to_open)],
    )


def half_signed_in(session: SessionDep, token: Token = None) -> tuple[SignedInUser, Step]:
    """Return who has typed the password and has one step more to do."""
    with or_sign_in_first():
        return at_step(session, token, utc_now(), *HALF)


HalfSignedIn = Annotated[tuple[SignedInUser, Step], Depends(half_signed_in)]


def half_form(half: HalfSignedIn, csrf: Annotated[str, Form()] = "") -> SignedInUser:
    return with_its_key(half[0], csrf)


def half_form_to_hash(
    reading: ReadingDep, token: Token = None, csrf: Annotated[str, Form()] = ""
) -> tuple[SignedInUser, Step]:
    """As `half_form`, for a form whose password is hashed: slow, so the database is only read."""
    with or_sign_in_first():
        user, step = seen_at_step(reading, token, utc_now(), *HALF)
    return with_its_key(user, csrf), step


HalfFormToHash = Annotated[tuple[SignedInUser, Step], Depends(half_form_to_hash)]


def new_form_key() -> str:
    return secrets.token_urlsafe(24)


def same_form(
    form_key: Annotated[str, Form()] = "",
    cookie: Annotated[str | None, Cookie(alias=FORM_COOKIE)] = None,
) -> None:
    """Refuse a sign-in form that this browser was not given."""
    if not cookie or not hmac.compare_digest(form_key.encode(), cookie.encode()):
        raise NotAllowed("page_old_signed_out")


def signed_form(user: Practitioner, csrf: Annotated[str, Form()] = "") -> SignedInUser:
    return with_its_key(user, csrf)


def signed_form_to_hash(
    request: Request,
    reading: ReadingDep,
    token: Token = None,
    csrf: Annotated[str, Form()] = "",
) -> SignedInUser:
    """As `signed_form`, for a form that has a password or a code hashed: slow, so the database is
    only read, and free again."""
    with or_sign_in_first():
        user, _ = seen_at_step(reading, token, utc_now(), "done")
    reading.rollback()
    request.state.actor = user.actor
    return with_its_key(user, csrf)


SignedFormToHash = Annotated[SignedInUser, Depends(signed_form_to_hash)]


def with_its_key(user: SignedInUser, csrf: str) -> SignedInUser:
    """Refuse a form without the session's own key."""
    if not hmac.compare_digest(csrf.encode(), user.csrf.encode()):
        raise NotAllowed("page_old")
    return user


SignedForm = Annotated[SignedInUser, Depends(signed_form)]
HalfForm = Annotated[SignedInUser, Depends(half_form)]
