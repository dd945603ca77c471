"""Which language a request is answered in: what was chosen on the Comfort page, else what the
browser asks for, as far as it is installed."""

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from api.language.current import choose, installed, speaking
from web.comfort import comfort_in

AT_WORK = ("/review", "/api/")


class Speak:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        installed()  # read now, and by no request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or len(installed()) == 1:
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        chosen = comfort_in(asked.cookies).language
        accepted = asked.headers.get("accept-language", "")
        at_work = scope["path"].startswith(AT_WORK)
        with speaking(choose(chosen, accepted, at_work=at_work)):
            await self.app(scope, receive, send)
