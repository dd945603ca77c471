"""Seal and open what people said: AES-256-GCM, one data key a conversation, wrapped by the
key-encryption key.

Deleting a conversation's wrapped key is the deletion of its words. Each sealed value is bound to
its table, column and row, so a value moved elsewhere does not open.
"""

import os
import uuid
from contextlib import suppress
from dataclasses import dataclass

import pydantic_core
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.vault.keys import KeyRing, KeyUnusable, latest

NONCE_BYTES = 12


@dataclass(frozen=True)
class Vault:
    """One conversation's data key."""

    cipher: AESGCM

    def seal(self, text: str, where: str) -> bytes:
        """Return `text` sealed for one place. `where` is "table.column:row id"."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, text.encode("utf-8"), where.encode())

    def open(self, sealed: bytes, where: str) -> str:
        """Return the text, byte for byte as it was sealed. Raises KeyUnusable where it was altered
        or moved."""
        try:
            opened = self.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], where.encode())
        except (InvalidTag, ValueError) as error:  # ValueError: cut short
            raise KeyUnusable(f"What is kept at {where} does not open with its key.") from error
        return opened.decode("utf-8")

    def seal_json(self, value: object, where: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, pydantic_core.to_json(value), where.encode())

    def open_json(self, sealed: bytes, where: str) -> object:
        value: object = pydantic_core.from_json(self.open(sealed, where))
        return value


def new_vault(keys: KeyRing, conversation_id: uuid.UUID) -> tuple[Vault, bytes]:
    """Return a new data key and the same wrapped, to be kept with the conversation."""
    key = AESGCM.generate_key(256)
    return Vault(AESGCM(key)), wrap(latest(keys), conversation_id, key)


def wrap(keys: KeyRing, conversation_id: uuid.UUID, key: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(keys.newest).encrypt(nonce, key, conversation_id.bytes)


def unwrap(keys: KeyRing, conversation_id: uuid.UUID, wrapped: bytes) -> bytes:
    """Return the conversation's data key. Raises KeyUnusable where no key-encryption key fits."""
    for kek in keys.keys:
        with suppress(InvalidTag, ValueError):
            return AESGCM(kek).decrypt(
                wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], conversation_id.bytes
            )
    newer = latest(keys)  # changed since this process began
    if newer != keys:
        return unwrap(newer, conversation_id, wrapped)
    raise KeyUnusable("The key does not fit this database. Put back the key it was made with.")


def open_vault(keys: KeyRing, conversation_id: uuid.UUID, wrapped: bytes) -> Vault:
    """Return the conversation's vault. Raises KeyUnusable where no key-encryption key fits."""
    return Vault(AESGCM(unwrap(keys, conversation_id, wrapped)))
