"""Which screen this is: the key in its cookie, from the day that staff set it up."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Cookie, Request, Response

from api.chat import lease
from api.chat.deps import CHAT_COOKIE, TurnsDep
from api.core.tokens import hash_token
from api.kiosk import bell, service
from api.kiosk.schemas import BellState
from api.settings import get_settings
from api.turn.service import Turns
from web.errors import for_a_person
from web.kiosk.clock import plain_time
from web.place import KIOSK

SCREEN_COOKIE = "ow_kiosk"
LONGEST = 400 * 24 * 3600  # seconds: no browser keeps a cookie longer
# They work whatever state the record is in, and whatever became of the screen.
ALWAYS = (KIOSK.path("exit"), KIOSK.path("closed"))

ScreenKey = Annotated[str | None, Cookie(alias=SCREEN_COOKIE)]


# Of this process, for where the record cannot be asked, as while it is down.
known: set[str] = set()


class NotSetUp(Exception):
    """This screen may not be used: staff have not set it up, or have closed it."""


@dataclass(frozen=True)
class Screen:
    """What pages of a kiosk need to know of it. `bell` is None where nobody could be called."""

    bell: BellState | None


def at_kiosk(
    request: Request,
    turns: TurnsDep,
    device: ScreenKey = None,
    token: Annotated[str | None, Cookie(alias=CHAT_COOKIE)] = None,
) -> None:
    """Let nobody further at a screen that is not set up. Raises NotSetUp.

    A page that is sent out gives its session the time of a page without scripts; where scripts
    run, their first word makes it the kiosk's short lease.
    """
    if request.url.path in ALWAYS:
        return
    request.state.kiosk = screen_of(turns, device)
    if for_a_person(request.scope):
        lease.hold(turns, token, plain_time(turns.settings))


def screen_of(turns: Turns, device: str | None) -> Screen:
    """Return the screen. One that staff have closed stays closed, on a trial as well."""
    now = turns.clock()
    with turns.sessions.begin() as session:
        kiosk = service.kiosk_of(session, device, now=now)
        note(device, set_up=kiosk is not None)
        if kiosk is not None:
            return Screen(bell=bell.bell_of(session, kiosk, now=now))
    if device or turns.settings.needs_kiosk_code:
        raise NotSetUp
    return Screen(bell=None)


def note(device: str | None, *, set_up: bool) -> None:
    if device:
        (known.add if set_up else known.discard)(hash_token(device))


def is_known(device: str) -> bool:
    """Tell whether it is the key of a screen that was set up when it was last here."""
    return hash_token(device) in known


def keep_screen(response: Response, device: str) -> None:
    """Keep the screen's key; each time its first page is shown, for as long again."""
    response.set_cookie(
        SCREEN_COOKIE,
        device,
        max_age=LONGEST,
        path=KIOSK.base,
        httponly=True,
        samesite="strict",
        secure=get_settings().secure_cookies,
    )
