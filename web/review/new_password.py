"""Choose a password after a reset: one step of signing in, and the only thing it opens."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.core.clock import utc_now
from api.db import SessionDep
from api.errors import BadMessage, NotSignedIn
from api.user import password_reset
from api.user.signed_in import SignedInUser
from web.guard import only_from_our_page
from web.review.deps import HalfForm, HalfSignedIn, SignInFirst
from web.review.further import STEPS, Wanted
from web.review.routes import led_on
from web.views import page
from web.wording import words_in

router = APIRouter(
    prefix="/review", include_in_schema=False, dependencies=[Depends(only_from_our_page)]
)
Typed = Annotated[str, Form(max_length=1_000)]


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
    half: HalfSignedIn,
    user: HalfForm,
    password: Typed = "",
    again: Typed = "",
    wanted: Wanted = "",
) -> Response:
    if half[1] != "password":
        return RedirectResponse(STEPS[half[1]], 303)
    words = words_in().account
    if password != again:
        return password_page(request, user, {"again": words.password_differs})
    try:
        signed = password_reset.choose(session, user.id, password, now=utc_now())
    except BadMessage as problem:
        return password_page(request, user, {"password": problem.message})
    except NotSignedIn as over:
        raise SignInFirst from over
    return led_on(signed, wanted)


def password_page(
    request: Request, user: SignedInUser, problems: dict[str, str] | None = None
) -> Response:
    status = 422 if problems else 200
    return page(
        request, "review/new_password.html", status, csrf=user.csrf, problems=problems or {}
    )
