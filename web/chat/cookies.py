"""The two cookies of the chat: the session's token, and the return code, sealed. Both go with the
browser's session."""

import base64
from binascii import Error as NotBase64
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import Response

from api.chat.deps import CHAT_COOKIE
from api.settings import get_settings
from api.vault.keys import KeyRing, KeyUnusable
from api.vault.vault import Vault
from web.device import DEVICE_COOKIE

CODE_COOKIE = "ow_code"
# Set by the page's own script as it leaves, before anything travels: whatever this browser asks for
# next, it is signed out, even where the news of leaving is still on its way or was lost.
LEFT_COOKIE = "ow_left"


def keep_token(response: Response, token: str) -> None:
    drop(response, LEFT_COOKIE)
    keep(response, CHAT_COOKIE, token)


def keep_code(response: Response, code: str, conversation_id: UUID, keys: KeyRing) -> None:
    """Let the page show the code again. The record keeps only its hash, so it travels with the
    browser."""
    kept = _sealing(keys).seal(code, f"code:{conversation_id}")
    keep(response, CODE_COOKIE, base64.urlsafe_b64encode(kept).decode())


def code_in(cookie: str | None, conversation_id: UUID, keys: KeyRing) -> str | None:
    """Return the code, or None where there is none or it belongs to another conversation."""
    try:
        kept = base64.urlsafe_b64decode(cookie or "")
        return _sealing(keys).open(kept, f"code:{conversation_id}") if kept else None
    except (NotBase64, KeyUnusable, ValueError):
        return None


def forget(response: Response) -> None:
    for name in (CHAT_COOKIE, CODE_COOKIE, LEFT_COOKIE, DEVICE_COOKIE):
        drop(response, name)


def drop(response: Response, name: str, *, path: str = "/") -> None:
    response.delete_cookie(name, path=path, httponly=True, samesite="strict")


def keep(response: Response, name: str, value: str, *, path: str = "/") -> None:
    response.set_cookie(
        name,
        value,
        path=path,
        httponly=True,
        samesite="strict",
        secure=get_settings().secure_cookies,
    )


def _sealing(keys: KeyRing) -> Vault:
    return Vault(AESGCM(keys.derive("return-code-cookie")))
