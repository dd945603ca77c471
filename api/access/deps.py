"""Whether the reader may open the conversation of the address: asked before a request is even read,
so that a new route need not remember it."""

from uuid import UUID

from fastapi import APIRouter, Depends

from api.access.service import must_open
from api.core.clock import utc_now
from api.db import SessionDep
from api.record.deps import ReaderDep


def opened(conversation_id: UUID, session: SessionDep, reader: ReaderDep) -> None:
    """Raises NotAllowed, NotFound, or NotYours."""
    must_open(session, reader, conversation_id, now=utc_now())


def conversation_router(part: str = "", *, tag: str = "casework") -> APIRouter:
    """Return a router for what lies below the address of one conversation."""
    prefix = f"/api/v1/conversations/{{conversation_id}}{part}"
    return APIRouter(prefix=prefix, tags=[tag], dependencies=[Depends(opened)])
