"""A return code that was refused at a kiosk: shown again by another request than the one that
posted it, because a browser writes what was posted for a page to its disk."""

import base64
from binascii import Error as NotBase64

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.errors import NotFound, TooManyTries
from api.settings import get_settings
from api.vault.keys import KeyRing, KeyUnusable
from web.chat.cookies import sealing
from web.place import KIOSK, place_of
from web.wording import words_in

COOKIE = "ow_entered"
EMPTY = "empty"
SECONDS = 60
WHERE = "come-back.entered"
LONGEST = 500  # six words are 50; a cookie has room for this, sealed


def mistake(name: str) -> str | None:
    """Return what is said about a code that was refused, by its name in the address."""
    known = {
        EMPTY: words_in().come_back.empty,
        NotFound.code: NotFound("return_code").message,
        TooManyTries.code: TooManyTries().message,
    }
    return known.get(name)


def at_a_kiosk(request: Request, keys: KeyRing, entered: str, name: str) -> Response | None:
    """Return the way to the page that shows it again; None where the page may be the answer."""
    if place_of(request).channel != "kiosk":
        return None
    response = RedirectResponse(f"{KIOSK.path('come-back')}?problem={name}", 303)
    sealed = sealing(keys).seal(entered[:LONGEST], WHERE)
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(sealed).decode(),
        max_age=SECONDS,
        path=KIOSK.base,
        httponly=True,
        samesite="strict",
        secure=get_settings().secure_cookies,
    )
    return response


def entered_before(request: Request, keys: KeyRing) -> str:
    try:
        sealed = base64.urlsafe_b64decode(request.cookies.get(COOKIE, ""))
        return sealing(keys).open(sealed, WHERE) if sealed else ""
    except (NotBase64, KeyUnusable, ValueError):
        return ""


def forget_entered(response: Response) -> None:
    response.delete_cookie(COOKIE, path=KIOSK.base, httponly=True, samesite="strict")
