"""What chat routes ask for: the process's turns, and the conversation that a token opens."""

from functools import lru_cache
from typing import Annotated
from uuid import UUID

from fastapi import Cookie, Depends, Header, Request

from api.chat import service
from api.db import get_sessions
from api.errors import NotAllowed
from api.settings import get_settings
from api.turn.bot import get_bot
from api.turn.service import Turns
from api.vault.keys import get_keys

CHAT_COOKIE = "ow_chat"


@lru_cache
def get_turns() -> Turns:
    return Turns(get_sessions(), get_keys(), get_bot(), get_settings())


TurnsDep = Annotated[Turns, Depends(get_turns)]


async def chat_token(
    request: Request,
    authorization: Annotated[str | None, Header()] = None,
    ow_chat: Annotated[str | None, Cookie()] = None,
) -> str | None:
    """Return the token: from the header, or from the page's cookie where the request comes from
    our own page."""
    if authorization:
        scheme, _, token = authorization.partition(" ")
        return token.strip() if scheme.casefold() == "bearer" else None
    if ow_chat and request.method not in ("GET", "HEAD") and not from_our_page(request):
        raise NotAllowed("elsewhere")
    return ow_chat


def from_our_page(request: Request) -> bool:
    """Tell whether a browser sent this from one of our own pages. Other programs send no such
    header with a cookie."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and origin.partition("://")[2] == request.headers.get("host")


ChatToken = Annotated[str | None, Depends(chat_token)]


def own_conversation(turns: TurnsDep, token: ChatToken, conversation_id: UUID) -> UUID:
    """Return the id in the address where the token opens that very conversation; another's is as
    good as none."""
    opened = service.signed_in(turns, token)
    if opened != conversation_id:
        raise NotAllowed("conversation")
    return opened


OwnConversation = Annotated[UUID, Depends(own_conversation)]


def client_of(request: Request) -> str:
    """Return what to count tries by. It is held in memory for a minute and never written down."""
    return request.client.host if request.client else "unknown"
