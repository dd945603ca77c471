"""Where the chat is used: on the web, or at a kiosk. The pages are the same; where they lead is
not."""

from dataclasses import dataclass
from typing import Literal

from fastapi import Request

from api.settings import get_settings


@dataclass(frozen=True)
class Place:
    channel: Literal["web", "kiosk"]
    base: str  # before every address
    chat: str  # where the conversation is
    home: str  # where it begins

    def path(self, name: str) -> str:
        return f"{self.base}/{name}"

    @property
    def away(self) -> str:
        """Where Exit leads: away from here on the web, back to the first screen at a kiosk."""
        return self.home if self.channel == "kiosk" else get_settings().exit_url


WEB = Place(channel="web", base="", chat="/", home="/")
KIOSK = Place(channel="kiosk", base="/kiosk", chat="/kiosk/chat", home="/kiosk")


def place_of(request: Request) -> Place:
    path = request.url.path
    return KIOSK if path == KIOSK.home or path.startswith(f"{KIOSK.base}/") else WEB
