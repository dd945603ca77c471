"""Secrets that are handed out once and kept only as hashes."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """Return what is kept of a token. SHA-256 is enough for 256 random bits; return codes need
    Argon2id."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
