"""Whose session a page's request belongs to: the token in its cookie, unless this browser has
left."""

from typing import Annotated

from fastapi import Cookie, Depends, Request

from api.chat import lease, service
from api.chat.deps import CHAT_COOKIE, TurnsDep
from api.vault.keys import KeyRing
from web.chat.cookies import LEFT_COOKIE


def token_here(
    turns: TurnsDep,
    token: Annotated[str | None, Cookie(alias=CHAT_COOKIE)] = None,
    left: Annotated[str | None, Cookie(alias=LEFT_COOKIE)] = None,
) -> str | None:
    """Return the token. Where the browser left and the server never heard, the session ends now."""
    if left:
        service.leave(turns, token)
        return None
    return token


Token = Annotated[str | None, Depends(token_here)]


def lease_of(request: Request, keys: KeyRing) -> str:
    """Return the key with which a page renews its lease: only for a page whose session is open."""
    token = request.cookies.get(CHAT_COOKIE)
    return lease.key_of(keys, token) if token else ""
