"""Practitioners sign in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.chat.deps import client_of
from api.core.clock import utc_now
from api.db import ReadingDep, SessionDep
from api.errors import NotSignedIn, TooManyTries
from api.record.deps import REVIEW_COOKIE
from api.settings import get_settings
from api.user import service as users
from api.user.sessions import SignedIn
from api.user.signed_in import SignedInUser
from web.guard import only_from_our_page
from web.review import deps
from web.review.deps import Password, Token
from web.review.further import Wanted, forget_way, next_page
from web.views import page
from web.wording import words_in

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])


@router.get("/review/sign-in")
def ask_sign_in(request: Request) -> Response:
    return sign_in_page(request)


@router.post("/review/sign-in", dependencies=[Depends(deps.same_form)])
def sign_in(
    request: Request,
    session: SessionDep,
    reading: ReadingDep,
    token: Token = None,
    username: Annotated[str, Form(max_length=200)] = "",
    password: Password = "",
    wanted: Wanted = "",
) -> Response:
    missing = missing_in(username, password)
    if missing:
        return sign_in_page(request, username, missing, 422)
    try:
        signed = users.sign_in(
            session,
            username.strip(),
            password,
            client=client_of(request),
            now=utc_now(),
            reading=reading,
        )
    except (NotSignedIn, TooManyTries) as problem:
        return sign_in_page(request, username, {"username": problem.message}, problem.status)
    users.sign_out(session, token)  # whoever was signed in here before is so no longer
    response = led_on(signed, wanted)
    response.delete_cookie(deps.FORM_COOKIE, path="/review")
    return response


def led_on(signed: SignedIn, wanted: str) -> Response:
    """Lead to the next step of signing in, or, after the last, to where they were going."""
    response = RedirectResponse(next_page(signed, wanted), 303)
    keep(response, REVIEW_COOKIE, signed.token)
    if signed.step == "done":
        forget_way(response)
    return response


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
    forget_way(response)
    return response


def keep(response: Response, name: str, value: str, path: str = "/") -> None:
    secure = get_settings().secure_cookies
    response.set_cookie(name, value, path=path, httponly=True, samesite="strict", secure=secure)
