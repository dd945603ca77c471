"""The pages on which a code is typed. One that was refused at a kiosk is shown again by another
request than the one that posted it, because a browser writes what was posted for a page to its disk
(docs/decisions/0083)."""

from typing import Literal

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.errors import CodeNotGood, NotFound, ServiceError, TooManyTries
from api.vault.keys import KeyRing
from web.chat.cookies import drop, keep, sealed, unsealed
from web.place import KIOSK, place_of
from web.views import page
from web.wording import words_in

Path = Literal["come-back", "code"]

PAGES: dict[Path, str] = {"come-back": "chat/come_back.html", "code": "chat/invited.html"}
COOKIE = "ow_entered"
EMPTY = "empty"
SECONDS = 60
LONGEST = 500  # six words are 50; a cookie has room for this, sealed. No code is longer


def asked(request: Request, keys: KeyRing, path: Path, problem: str) -> Response:
    """Return the form, with what a kiosk refused a moment ago, once."""
    said = mistake(path, problem)
    entered = entered_before(request, keys, path) if said else ""
    response = page(request, PAGES[path], entered=entered, problem=said)
    if COOKIE in request.cookies:
        forget_entered(response)
    return response


def refused(
    request: Request, keys: KeyRing, path: Path, entered: str, why: ServiceError | None = None
) -> Response:
    """Return what is said of a code; without a reason of the service's, nothing was entered."""
    said = why.message if why else mistake(path, EMPTY)
    status = why.status if why else 422
    there = at_a_kiosk(request, keys, path, entered, why.code if why else EMPTY)
    response = there or page(request, PAGES[path], status, entered=entered, problem=said)
    response.headers.update(why.headers if why else {})
    return response


def mistake(path: Path, name: str) -> str | None:
    """Return what is said about a code that was refused, by its name in the address."""
    words = words_in()
    empty, unknown = {
        "come-back": (words.come_back.empty, NotFound("return_code")),
        "code": (words.invited.empty, CodeNotGood()),
    }[path]
    if name == EMPTY:
        return str(empty)
    return next((one.message for one in (unknown, TooManyTries()) if one.code == name), None)


def at_a_kiosk(
    request: Request, keys: KeyRing, path: Path, entered: str, name: str
) -> Response | None:
    """Return the way to the page that shows it again; None where the page may be the answer, and
    for what is longer than a cookie holds: a kiosk's own way is made of that page (0086)."""
    if place_of(request).channel != "kiosk" or len(entered) > LONGEST:
        return None
    response = RedirectResponse(f"{KIOSK.path(path)}?problem={name}", 303)
    cookie = sealed(entered, f"{path}.entered", keys)
    keep(response, COOKIE, cookie, path=KIOSK.base, seconds=SECONDS)
    return response


def entered_before(request: Request, keys: KeyRing, path: Path) -> str:
    return unsealed(request.cookies.get(COOKIE), f"{path}.entered", keys) or ""


def forget_entered(response: Response) -> None:
    drop(response, COOKIE, path=KIOSK.base)
