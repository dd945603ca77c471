"""By what the web server, Rasa and the action server know each other: each request carries a token
that is good for a minute and for one of them, and each answer the mark of who can make such a
token (docs/decisions/0089-between-our-processes.md).

The key is a file in var/keys that only the machine's account can read. It never travels: who
listens on a port of ours in our place does not learn it.
"""

import hashlib
import hmac
import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path

HEADER, ANSWER = "Authorization", "Authentication-Info"
RASA, ACTIONS = "rasa", "actions"
GOOD_SECONDS = 60
TOKEN = re.compile(r"Bearer ([0-9]{1,12})\.([0-9a-f]{64})", re.ASCII)
KEY_BYTES = 32
ROOT = Path(__file__).resolve().parent.parent


class Unusable(Exception):
    """The key's file holds no key."""


class Key:
    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def headers(self, to: str) -> dict[str, str]:
        """Return what a request to RASA or ACTIONS carries."""
        until = str(int(time.time()) + GOOD_SECONDS)
        return {HEADER: f"Bearer {until}.{self._sign(to, until)}"}

    def answer(self, by: str, request: str) -> dict[str, str]:
        """Return what the answer of RASA or ACTIONS carries; `request` is the header it was asked
        with."""
        return {ANSWER: self._sign(f"answer of {by}", request)}

    def answered(self, header: str | None, by: str, request: str) -> bool:
        """Tell whether one of ours answered, and this very request."""
        right = self._sign(f"answer of {by}", request)
        return header is not None and hmac.compare_digest(header.encode(), right.encode())

    def fits(self, header: str | None, to: str) -> bool:
        """Tell whether one of ours sent this to `to`, a minute ago at the most."""
        found = TOKEN.fullmatch(header or "")
        if found is None or not hmac.compare_digest(found[2], self._sign(to, found[1])):
            return False
        return int(found[1]) >= time.time()

    def _sign(self, what: str, value: str) -> str:
        return hmac.new(self._secret, f"{what}.{value}".encode(), hashlib.sha256).hexdigest()


def our_key(var: Path | None = None) -> Key:
    """Return the key below `var` (OWNWORDS_VAR, or var/ beside the source), made first where there
    is none. Raises Unusable."""
    folder = var or ROOT / (os.environ.get("OWNWORDS_VAR") or "var")
    path = folder / "keys" / "between"
    if not path.exists():
        _make(path)
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if re.fullmatch(r"[0-9a-f]{64}", text) is None:
        raise Unusable("var/keys/between holds no key. Delete it; the next start makes another.")
    return Key(bytes.fromhex(text))


def _make(path: Path) -> None:
    """It appears whole or not at all, and once: those that start together get the same."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".between-{os.getpid()}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
