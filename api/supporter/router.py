"""Supporters as JSON."""

from uuid import UUID

from api.access.deps import conversation_router
from api.casework.deps import VersionDep
from api.core.clock import utc_now
from api.db import SessionDep
from api.record.deps import ReaderDep
from api.record.router import KeysDep
from api.supporter import service
from api.supporter.schemas import SupporterIn

router = conversation_router("/supporters")


@router.post("", status_code=201)
def add(
    conversation_id: UUID,
    given: SupporterIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> dict[str, UUID]:
    """Add somebody beside the adult."""
    now = utc_now()
    added = service.add(session, keys, reader, conversation_id, given, now=now, version=at)
    return {"id": added}


@router.delete("/{supporter_id}", status_code=204)
def end(
    conversation_id: UUID,
    supporter_id: UUID,
    session: SessionDep,
    reader: ReaderDep,
    at: VersionDep,
) -> None:
    """Note that they are beside the adult no longer. What was kept stays, with the day."""
    service.end(session, reader, conversation_id, supporter_id, now=utc_now(), version=at)
