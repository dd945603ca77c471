"""The weighing of a wish as JSON."""

from uuid import UUID

from api.access.deps import conversation_router
from api.casework.deps import VersionDep
from api.core.clock import utc_now
from api.db import SessionDep
from api.record.deps import ReaderDep
from api.record.router import KeysDep
from api.weighing import service
from api.weighing.schemas import Columns

router = conversation_router("/outcomes/{outcome_id}/weighing")


@router.put("", status_code=204)
def weigh(
    conversation_id: UUID,
    outcome_id: UUID,
    given: Columns,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> None:
    """Add a version of the three columns. The ones before stay."""
    now = utc_now()
    service.weigh(session, keys, reader, conversation_id, outcome_id, given, now=now, version=at)
