"""What a kiosk answers to a form: never the page itself, but the way to it. A browser writes what
was posted for a page to its disk (docs/decisions/0086)."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.chat.deps import client_of, from_our_page
from api.settings import get_settings
from web.chat.cookies import drop, keep
from web.errors import for_a_person
from web.kiosk.clock import plain_time
from web.kiosk.screen import SCREEN_COOKIE, is_known
from web.place import KIOSK

ANSWER = KIOSK.path("answer")
COOKIE = "ow_answer"
# Bytes of all pages that wait, of the screens that staff have set up and of everybody else.
MOST = 20_000_000
SHARE = 2_000_000  # of one screen, or of everybody else at one address: more than the largest page
EXIT = KIOSK.path("exit")  # its form holds no words, and it must be away at once
WIPES = (KIOSK.home, EXIT, KIOSK.path("closed"))


@dataclass(frozen=True)
class Owner:
    """Whose page it is: a screen that staff have set up, by its key, or whoever is at an address.
    They have room of their own, so that nobody outside can fill a screen's."""

    known: bool
    name: str


@dataclass(frozen=True)
class Answer:
    owner: Owner
    status: int
    headers: dict[str, str]
    body: bytes
    until: float


class Answers:
    """Pages that wait for the request that shows them: in memory alone, never on a disk of ours
    either."""

    def __init__(
        self, clock: Callable[[], float] = monotonic, most: int = MOST, share: int = SHARE
    ) -> None:
        self._clock, self._most, self._share = clock, most, share
        self._held: dict[str, Answer] = {}

    def hold(
        self,
        owner: Owner,
        status: int,
        headers: dict[str, str],
        body: bytes,
        *,
        in_place_of: str | None = None,
    ) -> str | None:
        """Return the key to the page, which comes in the place of the one before in that browser;
        None where there is no room, so that no other is lost."""
        now = self._clock()
        self._held = {key: held for key, held in self._held.items() if held.until > now}
        stay = {key: held for key, held in self._held.items() if key != in_place_of}
        if not self._fits(owner, body, stay.values()):
            return None
        key = secrets.token_urlsafe(32)
        until = now + plain_time(get_settings()).total_seconds()
        self._held = stay | {key: Answer(owner, status, headers, body, until)}
        return key

    def _fits(self, owner: Owner, body: bytes, held: Iterable[Answer]) -> bool:
        room = [one for one in held if one.owner.known == owner.known]
        share = [one for one in room if one.owner == owner]
        return size_of(room) + len(body) <= self._most and size_of(share) + len(body) <= self._share

    def shown(self, key: str | None) -> Answer | None:
        """Return the page. It stays until its time is over, so a reload loses no words."""
        held = self._held.get(key or "")
        return held if held and held.until > self._clock() else None

    def forget(self, key: str | None) -> None:
        self._held.pop(key or "", None)


def size_of(held: list[Answer]) -> int:
    return sum(len(one.body) for one in held)


answers = Answers()


def answer_page(request: Request) -> Response:
    """Show the page that answered the form; where it is over, lead to where it began."""
    held = answers.shown(request.cookies.get(COOKIE))
    if held is None:
        return RedirectResponse(KIOSK.chat, 303)
    return Response(held.body, held.status, held.headers)


def forget_answer(response: Response) -> None:
    drop(response, COOKIE, path=KIOSK.base)


class LeadToAnswers:
    """Hold each page that answers a form at a kiosk, and lead to it by another request. Whoever was
    here before is gone as soon as the first screen is asked for, whatever becomes of it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not KIOSK.holds(scope["path"]):
            await self.app(scope, receive, send)
            return
        if scope["path"] in WIPES:
            answers.forget(HTTPConnection(scope).cookies.get(COOKIE))
        if not is_form_of_ours(scope):
            await self.app(scope, receive, send)
            return
        held: list[Message] = []

        async def holding(message: Message) -> None:
            if not held and not is_page(message):
                await send(message)
                return
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await led(Request(scope), held)(scope, receive, send)

        await self.app(scope, receive, holding)


def is_form_of_ours(scope: Scope) -> bool:
    """Tell whether a person sent a form of a kiosk's. What another site sends holds no words of
    theirs, and is refused without a trace here."""
    sent = scope["method"] == "POST" and scope["path"] != EXIT and for_a_person(scope)
    return sent and from_our_page(Request(scope))


def is_page(message: Message) -> bool:
    if message["type"] != "http.response.start":
        return False
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")


def owner_of(request: Request) -> Owner:
    key = request.cookies.get(SCREEN_COOKIE, "")
    return Owner(known=True, name=key) if is_known(key) else Owner(False, client_of(request))


def led(request: Request, held: list[Message]) -> Response:
    """Return the way to the page that is held; the page itself where there is no room for it."""
    status: int = held[0]["status"]
    headers = Headers(raw=held[0]["headers"])
    body = b"".join(message.get("body", b"") for message in held[1:])
    own = {name: value for name, value in headers.items() if name != "set-cookie"}
    before = request.cookies.get(COOKIE)
    key = answers.hold(owner_of(request), status, own, body, in_place_of=before)
    response = RedirectResponse(ANSWER, 303) if key else Response(body, status, own)
    for cookie in headers.getlist("set-cookie"):
        response.headers.append("set-cookie", cookie)
    if key:
        keep(response, COOKIE, key, path=KIOSK.base)
    return response
