"""An alert waits for no one person: docs/decisions/0072-invites.md."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from api.access.handback import free
from api.case.repository import CaseRepository
from api.models import Casework


def open_to_all(session: Session, conversation_id: UUID, *, now: datetime) -> None:
    """Make a conversation that came with a code, and that nobody has read yet, nobody's again: any
    colleague may then open it. Whoever took one on knowingly keeps it."""
    link = CaseRepository(session).link(conversation_id)
    if link is None or link.way != "invite":
        return
    casework = session.get(Casework, conversation_id)
    if casework is not None and casework.read_seq is not None:
        return
    free(session, conversation_id, actor="system", now=now)
