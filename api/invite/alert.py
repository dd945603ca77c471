"""An alert waits for no one person: docs/decisions/0072-invites.md."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.handback import end_allocation
from api.case.repository import CaseRepository
from api.models import Allocation, Casework


def open_to_all(session: Session, conversation_id: UUID, *, now: datetime) -> None:
    """Make a conversation that came with a code, and that nobody has read yet, nobody's again: any
    colleague may then open it. Whoever took one on knowingly keeps it."""
    link = CaseRepository(session).link(conversation_id)
    if link is None or link.way != "invite":
        return
    casework = session.get(Casework, conversation_id)
    if casework is not None and casework.read_seq is not None:
        return
    mine = select(Allocation).where(Allocation.conversation_id == conversation_id)
    for allocation in session.scalars(mine):
        end_allocation(session, allocation, actor="system", now=now)
