"""The audit as JSON: all of it for auditors, one record's timeline for those who may open it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.audit import read
from api.audit.read import AuditLine, AuditPage
from api.core.clock import utc_now
from api.db import SessionDep
from api.record.deps import ReaderDep

router = APIRouter(prefix="/api/v1", tags=["audit"])


@router.get("/audit")
def whole_audit(
    session: SessionDep,
    reader: ReaderDep,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    per_page: Annotated[int, Query(ge=1, le=500)] = 100,
    actor: Annotated[str | None, Query(max_length=120)] = None,
    action: Annotated[str | None, Query(max_length=40)] = None,
) -> AuditPage:
    now = utc_now()
    return read.whole(
        session, reader, page=page, per_page=per_page, actor=actor, action=action, now=now
    )


@router.get("/conversations/{conversation_id}/audit")
def timeline(conversation_id: UUID, session: SessionDep, reader: ReaderDep) -> list[AuditLine]:
    """What was done with one conversation, oldest first."""
    return read.timeline(session, reader, conversation_id, now=utc_now())
