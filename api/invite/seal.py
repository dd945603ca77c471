"""The reference in an invite, until somebody uses it: there is no conversation yet, so no key of
one. From then on the conversation has it, and it goes when the conversation's key goes."""

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.models import Invite
from api.vault.keys import KeyRing
from api.vault.vault import Vault


def seal_reference(keys: KeyRing, invite: Invite, reference: str) -> bytes:
    return _vault(keys).seal(reference, _where(invite))


def open_reference(keys: KeyRing, invite: Invite, sealed: bytes) -> str:
    return _vault(keys).open(sealed, _where(invite))


def _vault(keys: KeyRing) -> Vault:
    return Vault(AESGCM(keys.derive("own words: invites")))


def _where(invite: Invite) -> str:
    return f"invite.reference:{invite.id}"
