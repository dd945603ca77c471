"""Conflicts of interest as JSON."""

from uuid import UUID

from api.access.deps import conversation_router
from api.casework.deps import VersionDep
from api.core.clock import utc_now
from api.db import SessionDep
from api.interest import service
from api.interest.schemas import InterestIn
from api.record.deps import ReaderDep
from api.record.router import KeysDep

router = conversation_router("/interests", tag="access")


@router.post("", status_code=204)
def name(
    conversation_id: UUID,
    given: InterestIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> None:
    """Name a colleague who knows somebody in it: it is closed to them from now on."""
    service.name(session, keys, reader, conversation_id, given, now=utc_now(), version=at)


@router.delete("/{username}", status_code=204)
def lift(
    conversation_id: UUID,
    username: str,
    session: SessionDep,
    reader: ReaderDep,
    at: VersionDep,
) -> None:
    """Open it to them again. Leads alone."""
    service.lift(session, reader, conversation_id, username, now=utc_now(), version=at)
