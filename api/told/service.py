"""What a practitioner writes for the person: kept with the conversation, read when they come
back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.service import must_open
from api.audit.service import write as write_audit
from api.casework.service import note_written
from api.core.clock import utc_now
from api.core.words import is_text
from api.errors import BadMessage
from api.models import Told
from api.reader import Reader
from api.vault.keys import KeyRing
from api.vault.vault import Vault, open_vault


def tell(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    text: str,
    *,
    now: datetime | None = None,
) -> UUID:
    """Keep a message for the person. Raises NotAllowed, NotFound or BadMessage; it is audited."""
    now = now or utc_now()
    conversation = must_open(session, reader, conversation_id, "record", now=now)
    if not text.strip():
        raise BadMessage("nothing")
    if not is_text(text):
        raise BadMessage("not_text")
    vault = open_vault(keys, conversation.id, conversation.wrapped_key)
    told = Told(id=uuid4(), conversation_id=conversation_id, at=now, by=reader.actor)
    told.words = vault.seal(text, f"told.words:{told.id}")
    session.add(told)
    note_written(session, conversation_id, told.at)
    write_audit(session, reader.actor, "told", str(conversation_id), told.at)
    return told.id


def unread(session: Session, vault: Vault, conversation_id: UUID) -> list[str]:
    """Return what the person has not been told yet, oldest first."""
    mine = (Told.conversation_id == conversation_id, Told.read_at.is_(None))
    rows = session.scalars(select(Told).where(*mine).order_by(Told.at)).all()
    return [vault.open(row.words, f"told.words:{row.id}") for row in rows]


def quote(text: str) -> str:
    """Return a message as it is read out."""
    return f"“{text}”"


def mark_told(
    session: Session, vault: Vault, conversation_id: UUID, said: Sequence[str], *, now: datetime
) -> None:
    """Note what the person has been told: only what stands in what was `said` to them. What the
    bot had no occasion to read out is told the next time."""
    heard = " ".join(" ".join(said).split())
    mine = (Told.conversation_id == conversation_id, Told.read_at.is_(None))
    for row in session.scalars(select(Told).where(*mine)):
        quoted = quote(vault.open(row.words, f"told.words:{row.id}"))
        if " ".join(quoted.split()) in heard:
            row.read_at = now
