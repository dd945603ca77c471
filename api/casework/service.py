"""What has been read and acknowledged, and when to look back.

Every change here is made from a version: where a colleague was faster it is refused (412), so that
nobody's work is overwritten.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.service import conversation_of, must_open
from api.audit.service import write as write_audit
from api.core.clock import utc_now
from api.errors import ChangedMeanwhile, NotFound
from api.models import Alert, Casework, Conversation
from api.reader import Reader


def casework_of(session: Session, conversation_id: UUID) -> Casework:
    """Return the conversation's casework, held for a change; made where there is none yet."""
    casework = session.get(Casework, conversation_id, with_for_update=True)
    if casework is None:
        casework = Casework(conversation_id=conversation_id, version=0)
        session.add(casework)
        session.flush()
    return casework


def change(
    session: Session, reader: Reader, conversation_id: UUID, version: int | None = None
) -> Casework:
    """Return the casework for a change by `reader`, to be followed by `finish`.

    Raises NotAllowed, NotFound, NotYours, or ChangedMeanwhile where `version` is given and is not
    the newest.
    """
    must_open(session, reader, conversation_id, "record", now=utc_now())
    casework = casework_of(session, conversation_id)
    if version is not None and version != casework.version:
        raise ChangedMeanwhile
    return casework


def finish(
    session: Session, reader: Reader, casework: Casework, action: str, now: datetime
) -> None:
    """Move the casework one version on and write the change down, under the conversation, whose
    timeline it belongs to. Last, so that a change that was refused leaves no trace."""
    casework.version += 1
    write_audit(session, reader.actor, action, str(casework.conversation_id), now)


def acknowledge(
    session: Session, reader: Reader, conversation_id: UUID, alert_id: UUID, *, now: datetime
) -> None:
    """Say that an alert has been seen. The first to say so stays. Raises NotFound."""
    casework = change(session, reader, conversation_id)
    alert = session.get(Alert, alert_id)
    if alert is None or alert.conversation_id != conversation_id:
        raise NotFound("alert")
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_as = now, reader.actor
        alert.acknowledged_by = reader.id
        finish(session, reader, casework, "alert_acknowledged", now)


def mark_read(
    session: Session, reader: Reader, conversation_id: UUID, seq: int, *, now: datetime
) -> None:
    """Note that everything up to message `seq` was read. What was said since stays "changed"."""
    casework = change(session, reader, conversation_id)
    last = conversation_of(session, conversation_id).last_seq
    casework.read_seq = max(casework.read_seq or 0, min(seq, last))
    finish(session, reader, casework, "marked_read", now)


def review_day(session: Session, conversation_id: UUID) -> date | None:
    """Return the day to look back with the person. Ask `must_open` first."""
    casework = session.get(Casework, conversation_id)
    return casework.review_due_on if casework else None


def set_review_day(
    session: Session,
    reader: Reader,
    conversation_id: UUID,
    day: date | None,
    *,
    now: datetime,
    version: int | None = None,
) -> None:
    """Set the day to look back with the person, or none."""
    casework = change(session, reader, conversation_id, version)
    casework.review_due_on = day
    finish(session, reader, casework, "review_day_set", now)


def note_written(session: Session, conversation_id: UUID, now: datetime) -> None:
    """Note that the person was written to, and that their answer is waited for."""
    casework = casework_of(session, conversation_id)
    casework.version += 1
    casework.informed_at = now
    newest = select(Conversation.last_seq).where(Conversation.id == conversation_id)
    casework.asked_seq = session.scalar(newest)
