"""The file of a backup: encrypted in pieces, so that it can be larger than memory. A piece that was
changed, left out, or put elsewhere does not open, and neither does a file that was cut short."""

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.vault.keys import KEY_BYTES, KeyRing, KeyUnusable

MAGIC = b"OWNWORDS-BACKUP-1\n"
PIECE = 1 << 20
NONCE = 12
TAG = 16
LENGTH = 4
WRAPPED = NONCE + KEY_BYTES + TAG
UNFIT = "The backup does not open: it was altered, cut short, or made with another key."


def seal(keys: KeyRing, source: BinaryIO, target: BinaryIO) -> None:
    """Write `source` encrypted with a key of its own, which the newest key-encryption key wraps."""
    key, nonce = AESGCM.generate_key(256), os.urandom(NONCE)
    target.write(MAGIC + nonce + AESGCM(keys.newest).encrypt(nonce, key, MAGIC))
    cipher, number, piece = AESGCM(key), 0, source.read(PIECE)
    while True:
        following = source.read(PIECE)
        sealed = cipher.encrypt(_nonce(number), piece, b"more" if following else b"last")
        target.write(struct.pack(">I", len(sealed)) + sealed)
        if not following:
            return
        number, piece = number + 1, following


def opened(keys: KeyRing, source: BinaryIO) -> Iterator[bytes]:
    """Yield what was sealed, piece by piece. Raises KeyUnusable."""
    cipher, number = AESGCM(_key(keys, source)), 0
    sealed = _next(source)
    while sealed:
        following = _next(source)
        try:
            yield cipher.decrypt(_nonce(number), sealed, b"more" if following else b"last")
        except (InvalidTag, ValueError) as error:
            raise KeyUnusable(UNFIT) from error
        number, sealed = number + 1, following
    if number == 0:
        raise KeyUnusable(UNFIT)


def _key(keys: KeyRing, source: BinaryIO) -> bytes:
    if source.read(len(MAGIC)) != MAGIC:
        raise KeyUnusable("That is no backup of Own Words.")
    wrapped = source.read(WRAPPED)
    for kek in keys.keys:
        try:
            return AESGCM(kek).decrypt(wrapped[:NONCE], wrapped[NONCE:], MAGIC)
        except (InvalidTag, ValueError):
            continue
    raise KeyUnusable(UNFIT)


def _next(source: BinaryIO) -> bytes:
    length = source.read(LENGTH)
    if not length:
        return b""
    if len(length) < LENGTH or struct.unpack(">I", length)[0] > PIECE + TAG:
        raise KeyUnusable(UNFIT)
    return source.read(struct.unpack(">I", length)[0])


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE, "big")
