"""The key-encryption keys: from the settings, or made once for the embedded default."""

import base64
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import ValidationError

from api.settings import Settings, get_settings

KEY_BYTES = 32


class KeyUnusable(Exception):
    """A key is missing, of the wrong length, or does not fit what it should open."""


@dataclass(frozen=True)
class KeyRing:
    """Key-encryption keys, the one for new data first."""

    keys: tuple[bytes, ...]

    @property
    def newest(self) -> bytes:
        return self.keys[0]

    def derive(self, purpose: str) -> bytes:
        """Return a key of its own for another purpose, bound to the oldest key so that it outlives
        a rotation."""
        kdf = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose.encode())
        return kdf.derive(self.keys[-1])


def load_keys(settings: Settings) -> KeyRing:
    """Return the keys. Raises KeyUnusable."""
    given = settings.keys.get_secret_value()
    keys = _parsed(given or _embedded_key(key_file(settings)))
    if not keys:
        raise KeyUnusable("There is no key in OWNWORDS_KEYS or var/keys/kek. Put it back.")
    return KeyRing(keys)


def key_file(settings: Settings) -> Path:
    return settings.var / "keys" / "kek"


def latest(keys: KeyRing) -> KeyRing:
    """Return the keys with those that were put before them since they were read, in the key file
    or in .env: a change of keys there needs no restart. In a process's environment it does."""
    try:
        now = _parsed(_written())
    except (KeyUnusable, ValidationError):  # .env is being changed
        return keys
    return KeyRing(now) if now[-len(keys.keys) :] == keys.keys else keys


def _written() -> str:
    path = key_file(get_settings())
    given = Settings().keys.get_secret_value()
    return given or (path.read_text() if path.exists() else "")


def add_key(settings: Settings) -> KeyRing:
    """Put a new key before the others in the key file. Readers see the old file or the new one."""
    path = key_file(settings)
    before = _embedded_key(path)
    fresh = path.with_name(f".kek-{os.getpid()}-{os.urandom(4).hex()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"{base64.b64encode(os.urandom(KEY_BYTES)).decode()}\n{before}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return KeyRing(_parsed(path.read_text()))


def _parsed(text: str) -> tuple[bytes, ...]:
    return tuple(_decode(part) for part in text.replace(",", " ").split())


def _decode(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise KeyUnusable("OWNWORDS_KEYS holds a key that is not base64.") from error
    if len(key) != KEY_BYTES:
        raise KeyUnusable(f"OWNWORDS_KEYS holds a key of {len(key)} bytes; each needs 32.")
    return key


def _embedded_key(path: Path) -> str:
    """Return the key in the file, making it first where there is none.

    It appears whole or not at all, and once: two processes that start together get the same key.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        fresh = path.with_name(f".kek-{os.getpid()}-{os.urandom(4).hex()}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(base64.b64encode(os.urandom(KEY_BYTES)).decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()


@lru_cache
def get_keys() -> KeyRing:
    return load_keys(get_settings())
