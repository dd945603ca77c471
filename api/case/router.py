"""Cases as JSON."""

from uuid import UUID

from fastapi import APIRouter

from api.access.deps import conversation_router
from api.case import service
from api.case.schemas import CaseIn, CaseKey
from api.casework.deps import VersionDep
from api.core.clock import utc_now
from api.db import SessionDep
from api.record.deps import ReaderDep
from api.record.router import KeysDep

router = conversation_router("/case")
search = APIRouter(prefix="/api/v1/cases", tags=["casework"])


@router.put("", status_code=204)
def link(
    conversation_id: UUID,
    given: CaseIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> None:
    """Link it to one of the council's cases, by the case system's own reference."""
    service.link(session, keys, reader, conversation_id, given, now=utc_now(), version=at)


@router.delete("", status_code=204)
def unlink(conversation_id: UUID, session: SessionDep, reader: ReaderDep, at: VersionDep) -> None:
    """Take it out of its case."""
    service.unlink(session, reader, conversation_id, now=utc_now(), version=at)


@search.post("/key")
def key_for(given: CaseIn, keys: KeysDep, reader: ReaderDep) -> CaseKey:
    """Return what the lists are filtered by: `case` in their address. It is the same each time,
    and says nothing about whether there is such a case."""
    return service.key_for(keys, reader, given.reference)
