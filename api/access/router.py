"""Whose conversation it is, as JSON. Leads decide."""

from uuid import UUID

from fastapi import APIRouter

from api.access import service
from api.core.clock import utc_now
from api.db import SessionDep
from api.record.deps import ReaderDep

router = APIRouter(prefix="/api/v1/conversations/{conversation_id}/allocations", tags=["access"])


@router.put("/{username}", status_code=204)
def allocate(conversation_id: UUID, username: str, session: SessionDep, reader: ReaderDep) -> None:
    """Give it to a practitioner. Colleagues can then open it only in need, with a reason."""
    service.allocate(session, reader, conversation_id, username, now=utc_now())


@router.delete("/{username}", status_code=204)
def release(conversation_id: UUID, username: str, session: SessionDep, reader: ReaderDep) -> None:
    """Take it from a practitioner."""
    service.release(session, reader, conversation_id, username, now=utc_now())
