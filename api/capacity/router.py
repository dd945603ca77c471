"""Records of capacity as JSON."""

from uuid import UUID

from api.access.deps import conversation_router
from api.capacity import service
from api.capacity.schemas import CapacityIn
from api.casework.deps import VersionDep
from api.core.clock import utc_now
from api.db import SessionDep
from api.record.deps import ReaderDep
from api.record.router import KeysDep

router = conversation_router("/capacity")


@router.post("", status_code=201)
def record(
    conversation_id: UUID,
    given: CapacityIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> dict[str, UUID]:
    """Add a record about one decision on one day."""
    now = utc_now()
    added = service.record(session, keys, reader, conversation_id, given, now=now, version=at)
    return {"id": added}
