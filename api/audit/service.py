"""The audit: who looked, who changed, when. Only ever added to; each row is chained to the one
before. The database itself refuses to change or delete a row (migration 0004)."""

import hashlib
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from api.models import AuditEvent

FIRST = "0" * 64
# PostgreSQL lets several writers in at once; a chain has one end, so its writers take turns.
CHAIN_LOCK = 5_201_966


def write(session: Session, actor: str, action: str, subject: str, now: datetime) -> None:
    """Add one row in the caller's transaction. `subject` is an id, never words."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    newest = select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
    previous = session.scalar(newest) or FIRST
    row = AuditEvent(at=now, actor=actor, action=action, subject=subject, previous=previous)
    row.hash = hash_of(row)
    session.add(row)
    session.flush()


def hash_of(row: AuditEvent) -> str:
    parts = (row.previous, row.at.isoformat(), row.actor, row.action, row.subject)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def first_break(session: Session) -> int | None:
    """Return the id of the first row that was altered, or that follows one taken away; None where
    all is whole."""
    previous = FIRST
    query = select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=1000)
    with session.scalars(query) as rows:  # PostgreSQL's cursor is open until it is closed
        for row in rows:
            if row.previous != previous or row.hash != hash_of(row):
                return row.id
            previous = row.hash
    return None


def newest(session: Session) -> tuple[int, str] | None:
    """Return the id and hash of the last row."""
    query = select(AuditEvent.id, AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
    row = session.execute(query).first()
    return None if row is None else (row.id, row.hash)


def holds(session: Session, row_id: int, row_hash: str) -> bool:
    """Tell whether a row seen before is still there, as it was."""
    row = session.get(AuditEvent, row_id)
    return row is not None and row.hash == row_hash
