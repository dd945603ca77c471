"""The chat in a frame on another site: its first page, the script that shows it, and a page to try
it on."""

import json
from functools import lru_cache

from fastapi import APIRouter, Request, Response

from api.chat.deps import TurnsDep
from api.errors import NotFound
from api.language.current import installed, spoken
from api.settings import get_settings
from web.chat import around
from web.chat.session import Token
from web.chat.talk import Code
from web.static import folder, manifest
from web.views import page
from web.widget.headers import DEMO_PATH, SCRIPT_PATH

A_WHILE = "public, max-age=3600"
WORDS_HERE = '"the words of the widget"'  # in the built script: its words come from the catalogue

router = APIRouter(include_in_schema=False)


@router.get("/widget")
def home(request: Request, turns: TurnsDep, token: Token, code: Code = None) -> Response:
    return around.home(request, turns, token, code)


@router.get(SCRIPT_PATH)
def script() -> Response:
    """Return the one script that another site names. Its address never changes, so it is kept for
    an hour only; its words are in the language that the browser asks for."""
    headers = {"Cache-Control": A_WHILE, "Vary": "Accept-Language"}
    return Response(built(spoken().code), headers=headers, media_type="text/javascript")


@lru_cache
def built(language: str) -> str:
    name = manifest().get("widget.js")
    if name is None:
        raise NotFound
    words = json.dumps(dict(installed()[language].words.widget.pairs()))
    return (folder() / name).read_text("utf-8").replace(WORDS_HERE, words, 1)


@router.get(DEMO_PATH)
def demo(request: Request) -> Response:
    if not get_settings().widget_demo:
        raise NotFound
    return page(request, "widget/demo.html")


async def open_elsewhere(request: Request, error: Exception) -> Response:
    return page(request, "widget/no_cookies.html", 409)
