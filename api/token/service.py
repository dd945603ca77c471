"""Tokens for case systems: made once, shown once, kept as hashes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.core.access import ROLES
from api.core.clock import utc_now
from api.core.tokens import hash_token, new_token
from api.errors import BadMessage, Conflict, NotFound, NotSignedIn
from api.models import ApiToken


@dataclass(frozen=True)
class TokenHolder:
    id: UUID
    name: str
    role: str

    @property
    def actor(self) -> str:
        """The name under which the audit knows it."""
        return f"token:{self.name}"


def add_token(session: Session, name: str, role: str) -> str:
    """Return a new token. Raises BadMessage for a role that is not one, Conflict for a taken
    name."""
    if role not in ROLES:
        raise BadMessage("role", known=", ".join(ROLES))
    if session.scalar(select(ApiToken).where(ApiToken.name == name)) is not None:
        raise Conflict("token_named", name=name)
    token, now = new_token(), utc_now()
    row = ApiToken(id=uuid4(), name=name, role=role, token_hash=hash_token(token), added_at=now)
    session.add(row)
    write_audit(session, "system", "token_added", str(row.id), now)
    return token


def revoke_token(session: Session, name: str) -> None:
    """Make a token open nothing. Raises NotFound."""
    row = session.scalar(select(ApiToken).where(ApiToken.name == name))
    if row is None:
        raise NotFound("token_named", name=name)
    row.revoked_at = utc_now()
    # The name is free again; the row stays for the audit.
    row.name = f"{name[:60]} revoked {row.id.hex[:8]}"
    write_audit(session, "system", "token_revoked", str(row.id), utc_now())


def holder_of(session: Session, token: str | None, now: datetime) -> TokenHolder:
    """Return whose token it is. Raises NotSignedIn."""
    row = None
    if token:
        row = session.scalar(select(ApiToken).where(ApiToken.token_hash == hash_token(token)))
    if row is None or row.revoked_at is not None:
        raise NotSignedIn("token")
    return TokenHolder(row.id, row.name, row.role)
