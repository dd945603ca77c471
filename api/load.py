"""More people than this machine can answer: some are told so at once, so that the others are
answered and nothing falls over."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Overloaded, as_json
from api.settings import get_settings

# Whoever must get away gets away; and machines ask how it is going.
ALWAYS = ("/livez", "/healthz", "/metrics", "/static/")
EXIT, SAY = "/exit", "/say"
ANSWER = "/kiosk/answer"  # words that are on their way back to a person
NO_ROOM = "no_room"


class Load:
    """Counts the requests under way, and turns away what comes when there are too many.

    While its body is on the way a request does not count: one who sends slowly takes nobody's
    place. Words typed into a form are let through to be read, so that the page can give them back
    (`must_have_room`).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or may_always_come(scope["path"]):
            await self.app(scope, receive, send)
        elif self.under_way < get_settings().most_at_once:
            await self._counted(scope, receive, send)
        elif scope["path"].endswith(SAY):
            scope.setdefault("state", {})[NO_ROOM] = True
            await self.app(scope, receive, send)
        else:
            full = Overloaded()
            refused = as_json(full.code, full.message, full.status, full.headers)
            await refused(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        whole = False

        async def noting() -> Message:
            nonlocal whole
            if whole:
                return await receive()
            self.under_way -= 1
            try:
                message = await receive()
            finally:
                self.under_way += 1
            whole = not message.get("more_body")
            return message

        self.under_way += 1
        try:
            await self.app(scope, noting, send)
        finally:
            self.under_way -= 1


def may_always_come(path: str) -> bool:
    return path.startswith(ALWAYS) or path.endswith(EXIT) or path == ANSWER


def must_have_room(scope: Scope) -> None:
    """Raise Overloaded for a request that was let through only to have its words read."""
    if scope.get("state", {}).get(NO_ROOM):
        raise Overloaded
