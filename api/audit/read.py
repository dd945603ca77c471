"""Read the audit: all of it, or what was done with one conversation. Reading it is audited too."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.access.service import must_open
from api.audit.service import write
from api.models import AuditEvent
from api.reader import Reader, must


class AuditLine(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    actor: str
    action: str
    subject: str


class AuditPage(BaseModel):
    items: list[AuditLine]
    total: int
    page: int
    per_page: int


def whole(
    session: Session,
    reader: Reader,
    *,
    page: int,
    per_page: int,
    now: datetime,
    actor: str | None = None,
    action: str | None = None,
    name: str | None = None,
    subject: str | None = None,
) -> AuditPage:
    """Return one page of the audit, newest first. `name` is an account's or a token's, without
    its kind. Raises NotAllowed."""
    must(reader, "read_audit")
    write(session, reader.actor, "read_audit", "all", now)
    query = select(AuditEvent)
    if actor:
        query = query.where(AuditEvent.actor == actor)
    if action:
        query = query.where(AuditEvent.action == action)
    if name:
        query = query.where(AuditEvent.actor.in_((f"user:{name}", f"token:{name}")))
    if subject:
        query = query.where(AuditEvent.subject == subject)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    newest_first = query.order_by(AuditEvent.id.desc()).limit(per_page)
    rows = session.scalars(newest_first.offset((page - 1) * per_page)).all()
    return AuditPage(items=_lines(rows), total=total, page=page, per_page=per_page)


def timeline(
    session: Session, reader: Reader, conversation_id: UUID, *, now: datetime
) -> list[AuditLine]:
    """Return what was done with one conversation, oldest first. Raises NotAllowed or NotFound."""
    must_open(session, reader, conversation_id, now=now)
    write(session, reader.actor, "read_audit", str(conversation_id), now)
    mine = select(AuditEvent).where(AuditEvent.subject == str(conversation_id))
    return _lines(session.scalars(mine.order_by(AuditEvent.id)).all())


def _lines(rows: Sequence[AuditEvent]) -> list[AuditLine]:
    return [AuditLine.model_validate(row) for row in rows]
