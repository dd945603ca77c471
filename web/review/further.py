"""Where somebody was going before they were asked to sign in, as a link in an e-mail leads."""

import re
from typing import Annotated

from fastapi import Cookie, Request, Response

from api.core.access import may
from api.settings import get_settings
from api.user.sessions import SignedIn

NEXT_COOKIE = "ow_next"
NEXT_SECONDS = 30 * 60
# Our own pages about records, and nothing that could be another site or a step of signing in.
OWN = re.compile(r"/review/(conversations|flags|figures|glass|invites)(/[a-z0-9-]+)*")

Wanted = Annotated[str, Cookie(alias=NEXT_COOKIE)]
HOMES = {"auditor": "/review/audit", "admin": "/review/account", "desk": "/review/kiosks"}
STEPS = {"code": "/review/code", "password": "/review/password", "set_up": "/review/set-up"}


def remember_way(request: Request, response: Response) -> None:
    """Keep the page that was asked for, for a while. A form that was sent is not sent again."""
    if request.method == "GET" and OWN.fullmatch(request.url.path):
        # Lax: it must come back with the browser from the council's own sign-in.
        response.set_cookie(
            NEXT_COOKIE,
            request.url.path,
            path="/review",
            max_age=NEXT_SECONDS,
            httponly=True,
            samesite="lax",
            secure=get_settings().secure_cookies,
        )


def forget_way(response: Response) -> None:
    response.delete_cookie(NEXT_COOKIE, path="/review")


def next_page(signed: SignedIn, wanted: str = "") -> str:
    """Return where to go: the next step of signing in, the page that was asked for before it, or
    the page of their role. A browser's cookie is whatever somebody put there, so it is read as
    if it came from anybody."""
    if signed.step != "done":
        return STEPS[signed.step]
    home = HOMES.get(signed.user.role, "/review")
    reads = may(signed.user.role, "read_conversations")
    return wanted if reads and OWN.fullmatch(wanted) else home
