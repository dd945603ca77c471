"""What holds once the site is behind HTTPS: browsers are told to come by no other way, and take our
cookies from this host alone.

A cookie is a name and a value to the server: it cannot see who set it. Another host of the same
domain, or somebody on the line, can set one for us, and so put a person into a conversation that is
not theirs. A browser keeps a name that begins with __Host- only if this very host set it over
HTTPS, for every path; __Secure- would say only that some host did. The pages' own code knows
nothing of it (docs/decisions/0080-behind-https.md).
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.settings import get_settings
from web.place import FRAMED

HOST = "__Host-"
OURS = ("ow_", FRAMED)
OTHERS = (*OURS, "__Secure-")
TWO_YEARS = "max-age=63072000; includeSubDomains"


class OverHttps:
    """Rename cookies on their way in and out, and send Strict-Transport-Security."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not get_settings().secure_cookies:
            await self.app(scope, receive, send)
            return
        kept = inside("; ".join(Headers(scope=scope).getlist("cookie")))
        headers = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
        if kept:
            headers.append((b"cookie", kept.encode("latin-1")))

        async def outward(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                given = answer.getlist("set-cookie")
                del answer["set-cookie"]
                for cookie in given:
                    answer.append("set-cookie", outside(cookie))
                answer["Strict-Transport-Security"] = TWO_YEARS
            await send(message)

        scope["headers"] = headers  # in place: the route that is found is noted in it, for the log
        await self.app(scope, receive, outward)


def inside(header: str) -> str:
    """Return the cookies under the names that the pages know. One of ours without its prefix, or
    with __Secure-, is one that another host could have set: it is passed over."""
    pairs = (pair.strip() for pair in header.split(";"))
    return "; ".join(pair.removeprefix(HOST) for pair in pairs if not pair.startswith(OTHERS))


def outside(cookie: str) -> str:
    """Return a cookie as a browser will take it from this host alone: __Host- wants the path / and
    Secure, also where it is taken away."""
    first, *attributes = (part.strip() for part in cookie.split(";"))
    others = [one for one in attributes if not one.casefold().startswith(("path=", "secure"))]
    return "; ".join((f"{HOST}{first}", *others, "Path=/", "Secure"))
