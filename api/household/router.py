"""Households as JSON."""

from uuid import UUID

from api.access.deps import conversation_router
from api.casework.deps import VersionDep
from api.core.clock import utc_now
from api.db import SessionDep
from api.household import service
from api.household.schemas import HouseholdIn
from api.record.deps import ReaderDep

router = conversation_router("/household")


@router.post("", status_code=204)
def link(
    conversation_id: UUID,
    given: HouseholdIn,
    session: SessionDep,
    reader: ReaderDep,
    at: VersionDep,
) -> None:
    """Note that this adult lives with another. Both must be the reader's to open."""
    service.link(session, reader, conversation_id, given, now=utc_now(), version=at)


@router.delete("", status_code=204)
def unlink(conversation_id: UUID, session: SessionDep, reader: ReaderDep, at: VersionDep) -> None:
    """Note that this adult lives there no more."""
    service.unlink(session, reader, conversation_id, now=utc_now(), version=at)
