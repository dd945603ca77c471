"""Choose a password in place of one that was given out: a step of signing in, and all it opens."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.core.clock import utc_now
from api.db import ReadingDep, SessionDep
from api.errors import BadMessage, TooManyTries
from api.user import password_reset
from api.user.signed_in import SignedInUser
from web.guard import only_from_our_page
from web.review.deps import HalfFormToHash, HalfSignedIn, Password, Token, or_sign_in_first
from web.review.further import STEPS, Wanted
from web.review.routes import led_on
from web.views import page
from web.wording import words_in

router = APIRouter(
    prefix="/review", include_in_schema=False, dependencies=[Depends(only_from_our_page)]
)


@router.get("/password")
def ask_password(request: Request, half: HalfSignedIn) -> Response:
    user, step = half
    return (
        RedirectResponse(STEPS[step], 303) if step != "password" else password_page(request, user)
    )


@router.post("/password")
def choose(
    request: Request,
    session: SessionDep,
    reading: ReadingDep,
    half: HalfFormToHash,
    token: Token = None,
    password: Password = "",
    again: Password = "",
    wanted: Wanted = "",
) -> Response:
    user, step = half
    if step != "password":
        return RedirectResponse(STEPS[step], 303)
    words = words_in().account
    if password != again:
        return password_page(request, user, {"again": words.choose_differs}, 422)
    try:
        with or_sign_in_first():
            signed = password_reset.choose(session, token, password, now=utc_now(), reading=reading)
    except (BadMessage, TooManyTries) as problem:
        return password_page(request, user, {"password": problem.message}, problem.status)
    return led_on(signed, wanted)


def password_page(
    request: Request,
    user: SignedInUser,
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    return page(
        request, "review/new_password.html", status, csrf=user.csrf, problems=problems or {}
    )
