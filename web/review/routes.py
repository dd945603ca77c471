"""The practitioner's pages: sign in, the list, one conversation. Filters are in the address; words
never are."""

from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.chat.deps import client_of
from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import NotSignedIn, NotYours, TooManyTries
from api.record import service
from api.record.deps import REVIEW_COOKIE
from api.record.router import KeysDep
from api.settings import get_settings
from api.user import service as users
from api.user.sessions import SignedIn
from api.user.signed_in import SignedInUser
from web.guard import only_from_our_page
from web.review import deps
from web.review.deps import Practitioner, Token
from web.review.marks import marks, pieces
from web.views import page
from web.wording import words_in

PER_PAGE = 25

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])


@router.get("/review")
def list_page(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Practitioner,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    status: Literal["open", "paused", "finished", ""] = "",
    channel: Literal["web", "kiosk", ""] = "",
    alert: Literal["any", "now", "worrying", "past", ""] = "",
) -> Response:
    """One page of conversations, open alerts first, filtered as the address says."""
    found = service.list_conversations(
        session,
        keys,
        user,
        page=number,
        per_page=PER_PAGE,
        status=status or None,
        channel=channel or None,
        alert=alert or None,
    )
    chosen = {"status": status, "channel": channel, "alert": alert}
    last = max(1, -(-found.total // found.per_page))
    return page(
        request,
        "review/list.html",
        user=user,
        found=found,
        rows=found.items,
        chosen=chosen,
        newer=address(chosen, number - 1) if number > 1 else None,
        older=address(chosen, number + 1) if number < last else None,
    )


def address(chosen: Mapping[str, str], number: int) -> str:
    query = {name: value for name, value in chosen.items() if value} | {"page": str(number)}
    return f"/review?{urlencode(query)}"


@router.get("/review/sign-in")
def ask_sign_in(request: Request) -> Response:
    return sign_in_page(request)


@router.post("/review/sign-in", dependencies=[Depends(deps.same_form)])
def sign_in(
    request: Request,
    session: SessionDep,
    username: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    missing = missing_in(username, password)
    if missing:
        return sign_in_page(request, username, missing, 422)
    try:
        signed = users.sign_in(
            session, username.strip(), password, client=client_of(request), now=utc_now()
        )
    except (NotSignedIn, TooManyTries) as problem:
        return sign_in_page(request, username, {"username": problem.message}, problem.status)
    response = RedirectResponse(next_page(signed), 303)
    keep(response, REVIEW_COOKIE, signed.token)
    response.delete_cookie(deps.FORM_COOKIE, path="/review")
    return response


HOMES = {"auditor": "/review/audit", "admin": "/review/account"}
STEPS = {"code": "/review/code", "set_up": "/review/set-up"}


def next_page(signed: SignedIn) -> str:
    """Return where to go: the next step of signing in, or the page of their role."""
    return STEPS.get(signed.step) or HOMES.get(signed.user.role, "/review")


def missing_in(username: str, password: str) -> dict[str, str]:
    words = words_in().review
    given = {"username": username.strip(), "password": password}
    return {name: words[f"{name}_empty"] for name, value in given.items() if not value}


def sign_in_page(
    request: Request,
    username: str = "",
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    form_key = deps.new_form_key()
    response = page(
        request,
        "review/sign_in.html",
        status,
        form_key=form_key,
        username=username,
        problems=problems or {},
    )
    keep(response, deps.FORM_COOKIE, form_key, path="/review")
    return response


@router.post("/review/sign-out")
def sign_out(
    session: SessionDep,
    user: Annotated[SignedInUser, Depends(deps.signed_form)],
    token: Token = None,
) -> Response:
    users.sign_out(session, token)
    response = RedirectResponse("/review/sign-in", 303)
    response.delete_cookie(REVIEW_COOKIE, path="/")
    return response


@router.get("/review/conversations/{conversation_id}")
def one_conversation(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: Practitioner,
    conversation_id: UUID,
) -> Response:
    """The transcript beside what was recorded. The person's words are shown as they are, and
    cannot be edited."""
    try:
        record = service.get_conversation(session, keys, user, conversation_id)
    except NotYours:
        return RedirectResponse(f"/review/conversations/{conversation_id}/break-glass", 303)
    numbers = {outcome.id: n for n, outcome in enumerate(record.outcomes, start=1)}
    return page(
        request,
        "review/record.html",
        user=user,
        record=record,
        numbers=numbers,
        pieces=pieces,
        marks=marks,
    )


def keep(response: Response, name: str, value: str, path: str = "/") -> None:
    secure = get_settings().secure_cookies
    response.set_cookie(name, value, path=path, httponly=True, samesite="strict", secure=secure)
