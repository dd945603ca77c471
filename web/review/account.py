"""Signing in with a code, setting codes up, and one's own account."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.core.clock import utc_now
from api.db import ReadingDep, SessionDep
from api.errors import NotSignedIn, TooManyTries
from api.record.router import KeysDep
from api.user import codes
from api.user.password_change import has_password, must_be_theirs
from api.user.sessions import others
from api.user.signed_in import SignedInUser
from web.guard import only_from_our_page
from web.review.deps import (
    HalfForm,
    HalfSignedIn,
    Password,
    Practitioner,
    SignedForm,
    SignedFormToHash,
    Token,
)
from web.review.further import STEPS, Wanted
from web.review.routes import led_on
from web.views import page
from web.wording import words_in

router = APIRouter(
    prefix="/review", include_in_schema=False, dependencies=[Depends(only_from_our_page)]
)
Code = Annotated[str, Form(max_length=100)]
ACCOUNT = "/review/account/codes"


@router.get("/code")
def ask_code(request: Request, half: HalfSignedIn) -> Response:
    user, step = half
    return RedirectResponse(STEPS[step], 303) if step != "code" else code_page(request, user)


@router.post("/code")
def enter_code(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    half: HalfSignedIn,
    user: HalfForm,
    token: Token = None,
    code: Code = "",
    wanted: Wanted = "",
) -> Response:
    if half[1] != "code":  # a password alone opens nothing where codes are still to be set up
        return RedirectResponse(STEPS[half[1]], 303)
    words = words_in().account
    if not code.strip():
        return code_page(request, user, words.code_empty, 422)
    try:
        signed = codes.enter_code(session, keys, user.id, token, code, now=utc_now())
    except TooManyTries as problem:
        return code_page(request, user, problem.message, problem.status)
    if signed is None:
        return code_page(request, user, words.code_wrong, 401)
    return led_on(signed, wanted)


def code_page(
    request: Request, user: SignedInUser, problem: str | None = None, status: int = 200
) -> Response:
    return page(request, "review/code.html", status, csrf=user.csrf, problem=problem)


@router.get("/set-up")
def ask_set_up(
    request: Request, session: SessionDep, keys: KeysDep, half: HalfSignedIn
) -> Response:
    user, step = half
    if step != "set_up":
        return RedirectResponse(STEPS[step], 303)
    return set_up_page(request, session, keys, user, "/review/set-up")


@router.post("/set-up")
def finish_set_up(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    half: HalfSignedIn,
    user: HalfForm,
    code: Code = "",
) -> Response:
    if half[1] != "set_up":
        return RedirectResponse(STEPS[half[1]], 303)
    return set_up(request, session, keys, user, code, "/review/set-up")


@router.get("/account")
def account(
    request: Request,
    session: SessionDep,
    user: Practitioner,
    token: Token = None,
    changed: str = "",
) -> Response:
    return account_page(request, session, user, token, changed=bool(changed))


def account_page(
    request: Request,
    session: SessionDep,
    user: SignedInUser,
    token: str | None,
    problem: str | None = None,
    status: int = 200,
    *,
    changed: bool = False,
) -> Response:
    return page(
        request,
        "review/account.html",
        status,
        user=user,
        problem=problem,
        changed=changed,
        has_password=has_password(session, user.id),
        has_codes=codes.are_set_up(session, user.id),
        left=codes.codes_left(session, user.id),
        others=others(session, user.id, token, utc_now()),
    )


@router.get("/account/codes")
def ask_codes(request: Request, session: SessionDep, keys: KeysDep, user: Practitioner) -> Response:
    asks = has_password(session, user.id)
    return set_up_page(request, session, keys, user, ACCOUNT, asks=asks)


@router.post("/account/codes")
def finish_codes(
    request: Request,
    session: SessionDep,
    reading: ReadingDep,
    keys: KeysDep,
    user: SignedFormToHash,
    code: Code = "",
    password: Password = "",
) -> Response:
    """Turn codes on, for whoever knows the password: a screen that was left open is not enough to
    tie the account to another phone."""
    asks = has_password(reading, user.id)
    reading.rollback()
    problems, status = {}, 422
    if asks and not password:
        problems = {"password": words_in().account.before_empty}
    elif asks:
        try:
            must_be_theirs(session, user, password, now=utc_now(), reading=reading)
        except (NotSignedIn, TooManyTries) as problem:
            problems, status = {"password": problem.message}, problem.status
    if problems:
        return set_up_page(request, session, keys, user, ACCOUNT, problems, status, asks=asks)
    return set_up(request, session, keys, user, code, ACCOUNT, asks=asks)


@router.post("/account/recovery-codes")
def new_recovery_codes(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedForm,
    token: Token = None,
    code: Code = "",
) -> Response:
    words = words_in().account
    if not code.strip():
        return account_page(request, session, user, token, words.code_empty, 422)
    try:
        made = codes.renew_recovery_codes(session, keys, user.id, code, now=utc_now())
    except TooManyTries as often:
        return account_page(request, session, user, token, often.message, often.status)
    if made is None:
        return account_page(request, session, user, token, words.code_wrong, 422)
    return page(request, "review/recovery_codes.html", codes=made, further="/review/account")


@router.post("/stay", status_code=204)
def stay(user: SignedForm) -> None:
    """Stay signed in: asking who it is has noted that they are there."""


def set_up(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedInUser,
    code: str,
    action: str,
    *,
    asks: bool = False,
) -> Response:
    """Count the codes from now on where the one given is right; show the recovery codes, once."""
    words, problem, status = words_in().account, "", 422
    if not code.strip():
        problem = words.code_empty
    else:
        try:
            made = codes.finish_set_up(session, keys, user.id, code, now=utc_now())
        except NotSignedIn:
            problem = words.code_wrong
        except TooManyTries as often:
            problem, status = often.message, often.status
        else:
            # From half signed in, the way on is to sign in again, with a code.
            further = "/review/account" if action == ACCOUNT else "/review/sign-in"
            return page(request, "review/recovery_codes.html", codes=made, further=further)
    problems = {"code": problem}
    return set_up_page(request, session, keys, user, action, problems, status, asks=asks)


def set_up_page(
    request: Request,
    session: SessionDep,
    keys: KeysDep,
    user: SignedInUser,
    action: str,
    problems: dict[str, str] | None = None,
    status: int = 200,
    *,
    asks: bool = False,
) -> Response:
    """Return the page; with `asks`, it asks for the password too."""
    given = codes.begin_set_up(session, keys, user.id)
    return page(
        request,
        "review/set_up.html",
        status,
        csrf=user.csrf,
        action=action,
        asks=asks,
        problems=problems or {},
        uri=given.uri,
        secret=" ".join(given.secret[at : at + 4] for at in range(0, len(given.secret), 4)),
    )
