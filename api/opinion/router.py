"""Second opinions as JSON."""

from uuid import UUID

from fastapi import APIRouter

from api.access.deps import conversation_router
from api.casework.deps import VersionDep
from api.core.clock import utc_now
from api.db import SessionDep
from api.opinion import service
from api.opinion.schemas import AnswerIn, AskedOfMe, OpinionIn
from api.record.deps import ReaderDep
from api.record.router import KeysDep

router = conversation_router("/opinions")
mine = APIRouter(prefix="/api/v1/opinions", tags=["casework"])


@mine.get("")
def asked_of_me(session: SessionDep, reader: ReaderDep) -> list[AskedOfMe]:
    """Return where a colleague waits for the reader's opinion."""
    return service.list_asked(session, reader, now=utc_now())


@router.post("", status_code=201)
def ask(
    conversation_id: UUID,
    given: OpinionIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> dict[str, UUID]:
    now = utc_now()
    asked = service.ask(session, keys, reader, conversation_id, given, now=now, version=at)
    return {"id": asked}


@router.post("/{opinion_id}/answer", status_code=204)
def answer(
    conversation_id: UUID,
    opinion_id: UUID,
    given: AnswerIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> None:
    """Agree or not. The decision stays what it is."""
    now = utc_now()
    service.answer(session, keys, reader, conversation_id, opinion_id, given, now=now, version=at)
