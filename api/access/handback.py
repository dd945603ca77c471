"""End an allocation: one of them, every one of a conversation, or every one of a person whose
account is closed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from api.access.repository import AccessRepository
from api.audit.service import write as write_audit
from api.models import Allocation


def end_allocation(session: Session, allocation: Allocation, *, actor: str, now: datetime) -> None:
    session.delete(allocation)
    write_audit(session, actor, "released", str(allocation.conversation_id), now)


def free(session: Session, conversation_id: UUID, *, actor: str, now: datetime) -> None:
    """Make a conversation nobody's: any colleague may then open it."""
    for allocation in AccessRepository(session).with_whom(conversation_id):
        end_allocation(session, allocation, actor=actor, now=now)


def hand_back(session: Session, user_id: UUID, *, actor: str, now: datetime) -> int:
    """End every allocation of a person, each with its row of the audit; return how many. What was
    theirs alone is nobody's then: it stands in the queue for anyone to take on."""
    allocations = AccessRepository(session).of(user_id)
    for allocation in allocations:
        end_allocation(session, allocation, actor=actor, now=now)
    return len(allocations)
