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
    _drop(response, LEFT_COOKIE)
    _keep(response, CHAT_COOKIE, token)


def keep_code(response: Response, code: str, conversation_id: UUID, keys: KeyRing) -> None:
    """Let the page show the code again. The record keeps only its hash, so it travels with the
    browser."""
    sealed = sealing(keys).seal(code, f"code:{conversation_id}")
    _keep(response, CODE_COOKIE, base64.urlsafe_b64encode(sealed).decode())


def code_in(cookie: str | None, conversation_id: UUID, keys: KeyRing) -> str | None:
    """Return the code, or None where there is none or it belongs to another conversation."""
    try:
        sealed = base64.urlsafe_b64decode(cookie or "")
        return sealing(keys).open(sealed, f"code:{conversation_id}") if sealed else None
    except (NotBase64, KeyUnusable, ValueError):
        return None


def forget(response: Response) -> None:
    for name in (CHAT_COOKIE, CODE_COOKIE, LEFT_COOKIE, DEVICE_COOKIE):
        _drop(response, name)


def _drop(response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", httponly=True, samesite="strict")


def _keep(response: Response, name: str, value: str) -> None:
    secure = get_settings().secure_cookies
    response.set_cookie(name, value, path="/", httponly=True, samesite="strict", secure=secure)


def sealing(keys: KeyRing) -> Vault:
    """Return what seals a code that travels with the browser."""
    return Vault(AESGCM(keys.derive("return-code-cookie")))
