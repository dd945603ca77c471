"""The audit: who looked, who changed, when. Only ever added to; each row is chained to the one
before."""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.models import AuditEvent

FIRST = "0" * 64


def write(session: Session, actor: str, action: str, subject: str, now: datetime) -> None:
    """Add one row in the caller's transaction. `subject` is an id, never words."""
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
    for row in session.scalars(select(AuditEvent).order_by(AuditEvent.id)):
        if row.previous != previous or row.hash != hash_of(row):
            return row.id
        previous = row.hash
    return None
