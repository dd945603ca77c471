"""A practitioner's side of a conversation as JSON. Every change names the version it is made
from: a clash is 412, and nothing is overwritten."""

from datetime import date
from typing import Literal
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from api.access.deps import conversation_router
from api.casework import service
from api.casework.deps import VersionDep, etag
from api.casework.open import open_casework
from api.casework.schemas import CaseworkOut
from api.closing import service as closing
from api.closing.schemas import ClosingIn
from api.core.clock import utc_now
from api.db import SessionDep
from api.flag import service as flags
from api.flag.schemas import DecisionIn, FlagIn
from api.override import service as overrides
from api.override.schemas import OverrideIn
from api.record.deps import ReaderDep
from api.record.router import KeysDep
from api.record.service import note_look
from api.summary import service as summaries
from api.summary.schemas import SummaryIn
from api.told import log
from api.told.schemas import InformedIn

router = conversation_router()


@router.get("/casework")
def get_casework(
    conversation_id: UUID,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    response: Response,
) -> CaseworkOut:
    """Return what practitioners did about it, with its ETag."""
    now = utc_now()
    casework = open_casework(session, keys, reader, conversation_id, now=now)
    note_look(session, reader, conversation_id, now=now)
    response.headers["ETag"] = etag(casework.version)
    return casework


@router.post("/alerts/{alert_id}/acknowledgement", status_code=204)
def acknowledge(
    conversation_id: UUID, alert_id: UUID, session: SessionDep, reader: ReaderDep
) -> None:
    """Say that an alert was seen. Needs no If-Match: the first to say so stays."""
    service.acknowledge(session, reader, conversation_id, alert_id, now=utc_now())


class PlaceIn(BaseModel):
    """What is sent is changed, what is left out stays."""

    review_due_on: date | None = None
    read_seq: int | None = None


@router.patch("/casework", status_code=204)
def change_place(
    conversation_id: UUID, given: PlaceIn, session: SessionDep, reader: ReaderDep, at: VersionDep
) -> None:
    """Set the day of the review, or note what was read."""
    now, sent = utc_now(), given.model_fields_set
    service.change(session, reader, conversation_id, at)
    if "review_due_on" in sent:
        service.set_review_day(session, reader, conversation_id, given.review_due_on, now=now)
    if given.read_seq is not None:
        service.mark_read(session, reader, conversation_id, given.read_seq, now=now)


@router.post("/flags", status_code=201)
def add_flag(
    conversation_id: UUID,
    given: FlagIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> dict[str, UUID]:
    now = utc_now()
    added = flags.add(session, keys, reader, conversation_id, given, now=now, version=at)
    return {"id": added}


@router.post("/flags/{flag_id}/decisions", status_code=204)
def decide(
    conversation_id: UUID,
    flag_id: UUID,
    given: DecisionIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> None:
    flags.decide(session, keys, reader, conversation_id, flag_id, given, now=utc_now(), version=at)


@router.put("/outcomes/{outcome_id}/summary", status_code=204)
def summarise(
    conversation_id: UUID,
    outcome_id: UUID,
    given: SummaryIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> None:
    """Write a tidy wording beside the person's. The ones before stay."""
    summaries.write(
        session,
        keys,
        reader,
        conversation_id,
        outcome_id,
        given.text,
        now=utc_now(),
        version=at,
    )


@router.post("/informed", status_code=204)
def inform(
    conversation_id: UUID,
    given: InformedIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> None:
    log.inform(session, keys, reader, conversation_id, given, now=utc_now(), version=at)


@router.post("/closing", status_code=201)
def close(
    conversation_id: UUID,
    given: ClosingIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> dict[str, UUID]:
    now = utc_now()
    closed = closing.close(session, keys, reader, conversation_id, given, now=now, version=at)
    return {"id": closed}


@router.delete("/closing", status_code=204)
def reopen(conversation_id: UUID, session: SessionDep, reader: ReaderDep, at: VersionDep) -> None:
    closing.reopen(session, reader, conversation_id, now=utc_now(), version=at)


@router.post("/overrides", status_code=201)
def record_override(
    conversation_id: UUID,
    given: OverrideIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    at: VersionDep,
) -> dict[str, UUID]:
    now = utc_now()
    written = overrides.record(session, keys, reader, conversation_id, given, now=now, version=at)
    return {"id": written}


class SignatureIn(BaseModel):
    answer: Literal["agreed", "refused"]


@router.post("/overrides/{override_id}/signature", status_code=204)
def sign_override(
    conversation_id: UUID,
    override_id: UUID,
    given: SignatureIn,
    session: SessionDep,
    reader: ReaderDep,
    at: VersionDep,
) -> None:
    overrides.sign(
        session, reader, conversation_id, override_id, given.answer, now=utc_now(), version=at
    )
