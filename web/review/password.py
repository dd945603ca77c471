"""Change one's own password, and sign out wherever else one is signed in."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.core.clock import utc_now
from api.db import ReadingDep, SessionDep
from api.errors import BadMessage, NotSignedIn, TooManyTries
from api.record.deps import REVIEW_COOKIE
from api.user import password_change, sessions
from api.user.signed_in import SignedInUser
from web.guard import only_from_our_page
from web.review.deps import (
    Password,
    Practitioner,
    SignedForm,
    SignedFormToHash,
    SignInFirst,
    Token,
)
from web.review.routes import keep
from web.views import page
from web.wording import words_in

router = APIRouter(
    prefix="/review/account", include_in_schema=False, dependencies=[Depends(only_from_our_page)]
)


@router.get("/password")
def ask_password(request: Request, user: Practitioner) -> Response:
    return password_page(request, user, {})


@router.post("/password")
def change_password(
    request: Request,
    session: SessionDep,
    reading: ReadingDep,
    user: SignedFormToHash,
    token: Token = None,
    before: Password = "",
    after: Password = "",
) -> Response:
    words = words_in().account
    given = {"before": before, "after": after}
    missing = {name: str(words[f"{name}_empty"]) for name, text in given.items() if not text}
    if missing:
        return password_page(request, user, missing, 422)
    try:
        signed = password_change.change(
            session, token, before, after, now=utc_now(), reading=reading
        )
    except (NotSignedIn, TooManyTries) as problem:
        if isinstance(problem, NotSignedIn) and problem.name != password_change.WRONG_NOW:
            raise SignInFirst from problem  # the session ended meanwhile
        return password_page(request, user, {"before": problem.message}, problem.status)
    except BadMessage as problem:
        return password_page(request, user, {"after": problem.message}, 422)
    response = RedirectResponse("/review/account?changed=yes", 303)
    keep(response, REVIEW_COOKIE, signed.token)
    return response


@router.post("/others")
def end_others(session: SessionDep, user: SignedForm, token: Token = None) -> Response:
    sessions.end_others(session, user, token, now=utc_now())
    return RedirectResponse("/review/account", 303)


def password_page(
    request: Request, user: SignedInUser, problems: dict[str, str], status: int = 200
) -> Response:
    return page(request, "review/password.html", status, user=user, problems=problems)
