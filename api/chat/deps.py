"""What chat routes ask for: the process's turns, and the conversation that a token opens."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Annotated
from uuid import UUID

from fastapi import Cookie, Depends, Header, Request

from api.chat import service
from api.db import get_sessions
from api.errors import NotAllowed
from api.limits import allow
from api.settings import get_settings
from api.turn.patience import get_bot
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
    """Return what to count tries by. It is held in memory for a minute and never written down.

    Of an IPv6 address the network: one household has 2^64 addresses to try from.
    """
    host = request.client.host if request.client else "unknown"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return host


def may_start(request: Request, turns: TurnsDep) -> None:
    """Raise TooManyTries for who begins one conversation after another: each costs a slow hash."""
    allow(turns.settings.starts_from, "start", client_of(request))


def may_say(turns: Turns, conversation_id: UUID) -> None:
    """Raise TooManyTries for a conversation that sends faster than anybody writes."""
    allow(turns.settings.turns_in_one, "turn", str(conversation_id))


def may_have_code(turns: Turns, conversation_id: UUID) -> None:
    """Raise TooManyTries for a conversation that asks for one code after another."""
    allow(turns.settings.codes_in_one, "new_code", str(conversation_id))
