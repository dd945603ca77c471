"""Where the chat is used: on the web, at a kiosk, or in a frame on another site. The pages are the
same; where they lead is not."""

from dataclasses import dataclass
from typing import Literal

from fastapi import Request

from api.settings import get_settings

FRAMED = "framed_"  # before the name of every cookie that is kept in a frame


@dataclass(frozen=True)
class Place:
    channel: Literal["web", "kiosk"]
    base: str  # before every address
    chat: str  # where the conversation is
    home: str  # where it begins
    framed: bool = False  # inside somebody else's page

    def path(self, name: str) -> str:
        return f"{self.base}/{name}"

    def holds(self, path: str) -> bool:
        return path == self.base or path.startswith(f"{self.base}/")

    @property
    def left(self) -> str:
        """The cookie that the page's script sets as it leaves, as a script sets one; behind HTTPS
        with the beginning that web.https looks for."""
        https = get_settings().secure_cookies
        if self.framed:
            prefix, path = ("__Host-", "/") if https else ("", self.base)
            cookie = f"{prefix}{FRAMED}ow_left=1; Path={path}"
            return f"{cookie}; SameSite=None; Secure; Partitioned"
        cookie = "ow_left=1; Path=/; SameSite=Strict"
        return f"__Host-{cookie}; Secure" if https else cookie

    @property
    def away(self) -> str:
        """Where Exit leads: away from here on the web, back to the first screen at a kiosk."""
        return self.home if self.channel == "kiosk" else get_settings().exit_url


WEB = Place(channel="web", base="", chat="/", home="/")
KIOSK = Place(channel="kiosk", base="/kiosk", chat="/kiosk/chat", home="/kiosk")


WIDGET = Place(channel="web", base="/widget", chat="/widget", home="/widget", framed=True)


def place_of(request: Request) -> Place:
    path = request.url.path
    return next((place for place in (KIOSK, WIDGET) if place.holds(path)), WEB)
