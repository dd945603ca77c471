"""Conflicts of interest: who is named cannot open the conversation, in need neither, until a lead
who is not the one named lifts it (docs/decisions/0069-conflict-of-interest.md)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.handback import end_allocation
from api.access.service import READS_RECORDS, vault_of
from api.casework.service import change, finish
from api.errors import Conflict, NotComplete, NotFound
from api.interest.schemas import InterestIn, InterestOut
from api.models import Allocation, ConflictOfInterest, User
from api.reader import Reader, must
from api.vault.keys import KeyRing
from api.vault.vault import Vault


def interests_of(session: Session, vault: Vault, conversation_id: UUID) -> list[InterestOut]:
    """Return everybody who is named, by name."""
    query = select(ConflictOfInterest, User).join(User, User.id == ConflictOfInterest.user_id)
    mine = query.where(ConflictOfInterest.conversation_id == conversation_id)
    return [
        InterestOut.model_validate(
            {
                "user": {"id": row[1].id, "name": row[1].username},
                "by": row[0].by,
                "at": row[0].at,
                "reason": vault.open(row[0].reason, _where(row[0])),
            }
        )
        for row in session.execute(mine.order_by(User.username))
    ]


def name(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    given: InterestIn,
    *,
    now: datetime,
    version: int | None = None,
) -> None:
    """Name oneself or a colleague. It is with them no more, and closed to them at once; a lead
    allocates it anew. Raises NotComplete, or Conflict where they are named already."""
    casework = change(session, reader, conversation_id, version)
    user = session.scalar(select(User).where(User.username == given.username))
    missing = [] if user is not None and user.role in READS_RECORDS else ["colleague"]
    missing += [] if given.reason.strip() else ["reason_known"]
    if user is None or missing:
        raise NotComplete(*missing)
    if session.get(ConflictOfInterest, (conversation_id, user.id)) is not None:
        raise Conflict("interest_already")
    row = ConflictOfInterest(conversation_id=conversation_id, user_id=user.id, at=now)
    row.by = reader.actor
    row.reason = vault_of(session, keys, conversation_id).seal(given.reason, _where(row))
    session.add(row)
    if allocation := session.get(Allocation, (conversation_id, user.id)):
        end_allocation(session, allocation, actor=reader.actor, now=now)
    finish(session, reader, casework, "interest_named", now)


def lift(
    session: Session,
    reader: Reader,
    conversation_id: UUID,
    username: str,
    *,
    now: datetime,
    version: int | None = None,
) -> None:
    """Take it back, as a lead: who is named cannot even open it. Raises NotAllowed, NotFound."""
    must(reader, "lift_interest")
    casework = change(session, reader, conversation_id, version)
    user = session.scalar(select(User).where(User.username == username))
    row = session.get(ConflictOfInterest, (conversation_id, user.id)) if user else None
    if row is None:
        raise NotFound("interest")
    session.delete(row)
    finish(session, reader, casework, "interest_lifted", now)


def _where(row: ConflictOfInterest) -> str:
    return f"conflict_of_interest.reason:{row.conversation_id}:{row.user_id}"
