"""There and back: the council's own sign-in."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.chat.deps import client_of
from api.core.clock import utc_now
from api.db import SessionDep
from api.limits import allow
from api.record.deps import REVIEW_COOKIE
from api.record.router import KeysDep
from api.settings import Settings, get_settings
from api.user import sso
from api.user.sessions import sign_out
from api.user.sso import Provider, Refused
from web.review.deps import Token
from web.review.further import Wanted, forget_way, next_page
from web.review.routes import keep, sign_in_page
from web.views import page
from web.wording import words_in

COOKIE = "ow_sso"
BACK = "/review/sso/back"

router = APIRouter(prefix="/review/sso", include_in_schema=False)


def get_provider(settings: Annotated[Settings, Depends(get_settings)], keys: KeysDep) -> Provider:
    return Provider(settings, keys)


ProviderDep = Annotated[Provider, Depends(get_provider)]


@router.get("")
def go(request: Request, provider: ProviderDep) -> Response:
    """Begin, at somebody's own press: another site that leads here signs nobody in unawares."""
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return RedirectResponse("/review/sign-in", 303)
    allow(provider.settings.sign_ins_from, "sso", client_of(request))  # each asks the provider
    where, kept = provider.begin(back(provider))
    response = RedirectResponse(where, 303)
    # Lax: it comes back with the browser from the provider's site, which Strict would not allow.
    secure = provider.settings.secure_cookies
    response.set_cookie(COOKIE, kept, path=BACK, httponly=True, samesite="lax", secure=secure)
    return response


@router.get("/back")
def come_back(
    request: Request,
    session: SessionDep,
    provider: ProviderDep,
    token: Token = None,
    kept: Annotated[str, Cookie(alias=COOKIE)] = "",
    wanted: Wanted = "",
) -> Response:
    # Each asks the provider, too. Counted apart, or whoever signs in would count twice.
    allow(provider.settings.sign_ins_from, "sso_back", client_of(request))
    signed = None
    try:
        identity = provider.finish(back(provider), dict(request.query_params), kept)
        signed = sso.sign_in(session, identity, now=utc_now())
    except Refused:
        pass  # answered like an account that is not known here
    if signed is None:
        problem = {"username": words_in().account.sso_refused}
        response = sign_in_page(request, "", problem, 401)
    else:
        sign_out(session, token)
        # A page, not a redirect: after one, the browser would count the provider's site as the
        # sender, and keep the session's Strict cookie back.
        response = page(request, "review/signed_in.html", further=next_page(signed, wanted))
        forget_way(response)
        keep(response, REVIEW_COOKIE, signed.token)
    response.delete_cookie(COOKIE, path=BACK)
    return response


def back(provider: Provider) -> str:
    """Return the address that the provider knows us by: from the settings, never from a header that
    a browser could choose."""
    base = provider.settings.public_url or provider.settings.web_url
    return f"{base.rstrip('/')}{BACK}"
