"""Close an enquiry after a review, or after the adult declined one; and open it again."""

from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.service import conversation_of
from api.casework.service import change, finish
from api.closing.schemas import Achieved, ClosingIn, ClosingOut, Details
from api.core.closing import missing_to_close
from api.errors import Conflict, NotComplete
from api.models import Closing, Outcome, OutcomeResult
from api.reader import Reader
from api.vault.keys import KeyRing
from api.vault.vault import Vault, open_vault


def closings_of(session: Session, vault: Vault, conversation_id: UUID) -> list[ClosingOut]:
    """Return every closing of the conversation, oldest first; some may have been opened again."""
    mine = select(Closing).where(Closing.conversation_id == conversation_id).order_by(Closing.at)
    return [_closing_out(session, vault, row) for row in session.scalars(mine).all()]


def _closing_out(session: Session, vault: Vault, row: Closing) -> ClosingOut:
    results = session.scalars(select(OutcomeResult).where(OutcomeResult.closing_id == row.id))
    return ClosingOut.model_validate(
        {
            **{name: getattr(row, name) for name in ClosingOut.model_fields if name in PLAIN},
            "results": {one.outcome_id: cast("Achieved", one.achieved) for one in results},
            "details": vault.open_json(row.details, f"closing.details:{row.id}"),
        }
    )


PLAIN = {"id", "review", "agreed", "by", "at", "reopened_by", "reopened_at"}


def close(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    given: ClosingIn,
    *,
    now: datetime,
    version: int | None = None,
) -> UUID:
    """Close the enquiry; audited. Raises NotComplete where a review is neither done nor declined
    with a reason, Conflict where it is closed already, ChangedMeanwhile."""
    casework = change(session, reader, conversation_id, version)
    if casework.closed_at is not None:
        raise Conflict("closed")
    active = _active_outcomes(session, conversation_id)
    refuse_unfinished(given, active)
    row = Closing(id=uuid4(), conversation_id=conversation_id, by=reader.actor, at=now)
    row.review, row.agreed = str(given.review), str(given.agreed)
    row.details = _seal(session, keys, conversation_id, given.details, row.id)
    session.add(row)
    session.flush()
    for outcome_id, achieved in given.results.items():
        if outcome_id in active:
            result = OutcomeResult(closing_id=row.id, outcome_id=outcome_id, achieved=achieved)
            session.add(result)
    casework.closed_at = now
    casework.review_due_on = None
    casework.read_seq = casework.read_seq or conversation_of(session, conversation_id).last_seq
    finish(session, reader, casework, "closed", now)
    return row.id


def refuse_unfinished(given: ClosingIn, active: set[UUID]) -> None:
    details = given.details
    missing = missing_to_close(
        review=given.review,
        declined=details.declined,
        agreed=given.agreed,
        disagreement=details.disagreement,
        response=details.response,
        unanswered=active - given.results.keys(),
    )
    if missing:
        raise NotComplete(*missing)


def reopen(
    session: Session,
    reader: Reader,
    conversation_id: UUID,
    *,
    now: datetime,
    version: int | None = None,
) -> None:
    """Open a closed enquiry again; the closing stays on the record. Raises Conflict."""
    casework = change(session, reader, conversation_id, version)
    if casework.closed_at is None:
        raise Conflict("not_closed")
    mine = select(Closing).where(Closing.conversation_id == conversation_id)
    newest = session.scalars(mine.order_by(Closing.at.desc()).limit(1)).one()
    newest.reopened_by, newest.reopened_at = reader.actor, now
    casework.closed_at = None
    finish(session, reader, casework, "reopened", now)


def _active_outcomes(session: Session, conversation_id: UUID) -> set[UUID]:
    mine = (Outcome.conversation_id == conversation_id, Outcome.status == "active")
    return set(session.scalars(select(Outcome.id).where(*mine)))


def _seal(
    session: Session, keys: KeyRing, conversation_id: UUID, details: Details, row_id: UUID
) -> bytes:
    conversation = conversation_of(session, conversation_id)
    vault = open_vault(keys, conversation.id, conversation.wrapped_key)
    return vault.seal_json(details.model_dump(), f"closing.details:{row_id}")
