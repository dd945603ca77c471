"""The cookies of a page in a frame. The pages' own code knows nothing of it: what they keep is kept
here as a frame on another site has to keep it.

Partitioned (CHIPS): each site that shows the chat has a jar of its own, so nobody is followed from
one to the next, and browsers that block other cookies of other sites keep it. `SameSite=None` lets
them be sent at all; forms are still taken from our own page alone. They have names of their own,
so a conversation on our own page is never seen, or ended, from a frame.
"""

from http.cookies import CookieError, SimpleCookie

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.place import FRAMED, WIDGET

TRIED = "tried"  # sent back, it shows that this browser keeps cookies in a frame
ATTRIBUTES = f"; HttpOnly; Path={WIDGET.base}; SameSite=None; Secure; Partitioned"


class FramedCookies:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not WIDGET.holds(scope["path"]):
            await self.app(scope, receive, send)
            return
        ours = inside(Headers(scope=scope).get("cookie", ""))
        headers = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
        if ours:
            headers.append((b"cookie", ours.encode("latin-1")))

        async def outward(message: Message) -> None:
            if message["type"] == "http.response.start":
                keep(MutableHeaders(scope=message), asked_before=bool(ours))
            await send(message)

        scope["headers"] = headers  # in place: the route that is found is noted in it, for the log
        await self.app(scope, receive, outward)


def inside(header: str) -> str:
    """Return the frame's own cookies, under the names that the pages know."""
    pairs = (pair.strip() for pair in header.split(";"))
    return "; ".join(pair.removeprefix(FRAMED) for pair in pairs if pair.startswith(FRAMED))


def keep(headers: MutableHeaders, *, asked_before: bool) -> None:
    """Set what the page sets, as a frame has to; and at first something to try with."""
    given = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in given:
        headers.append("set-cookie", outside(cookie))
    if not asked_before:
        headers.append("set-cookie", f"{FRAMED}{TRIED}=1{ATTRIBUTES}")


def outside(cookie: str) -> str:
    try:
        ((name, morsel),) = SimpleCookie(cookie).items()
    except (CookieError, ValueError):
        raise ValueError("A page set a cookie that cannot be read.") from None
    ends = f"; Max-Age={morsel['max-age']}" if morsel["max-age"] != "" else ""
    return f"{FRAMED}{name}={morsel.coded_value}{ATTRIBUTES}{ends}"


class NoCookies(Exception):
    """This browser keeps no cookies in a frame, so a conversation here could not go on."""


def kept_here(request: Request) -> None:
    """Stop before anything is begun where it could not go on. Raises NoCookies."""
    begins = request.url.path in (WIDGET.path("start"), WIDGET.path("come-back"))
    if begins and request.method == "POST" and not request.cookies:
        raise NoCookies
