"""Read the record: opened for someone who may, and every look written down."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from api.access.service import must_open, visible
from api.audit.service import write as write_audit
from api.chat.destroy import destroy
from api.core.clock import utc_now
from api.errors import NotFound
from api.models import Alert, Conversation
from api.reader import Reader, must
from api.record.open import RecordOpener
from api.record.repository import RecordRepository
from api.record.schemas import AlertOut, ConversationPage, ConversationRecord, ConversationSummary
from api.vault.keys import KeyRing
from api.vault.vault import open_vault


def list_conversations(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    *,
    page: int = 1,
    per_page: int = 25,
    status: str | None = None,
    channel: str | None = None,
    alert: str | None = None,
    case: bytes | None = None,
) -> ConversationPage:
    """Return one page of conversations, open alerts first. Holds no words that were said."""
    must(reader, "read_conversations")
    records, now = RecordRepository(session), utc_now()
    rows, total = records.page(
        page=page,
        per_page=per_page,
        status=status,
        channel=channel,
        alert=alert,
        case=case,
        visible=visible(reader, now),
    )
    ids = [row.id for row in rows]
    counts, alerts = records.outcome_counts(ids), records.alerts(ids)
    items = [_summary(row, counts.get(row.id, (0, 0)), alerts) for row in rows]
    chosen = {"status": status, "channel": channel, "alert": alert, "page": page}
    search = "&".join(f"{name}={value}" for name, value in chosen.items() if value is not None)
    action = "case_searched" if case else "listed"  # the key is in no row: the audit outlasts it
    write_audit(session, reader.actor, action, f"conversations?{search}", now)
    return ConversationPage(items=items, total=total, page=page, per_page=per_page)


def _summary(
    row: Conversation, counts: tuple[int, int], alerts: Iterable[Alert]
) -> ConversationSummary:
    mine = [alert for alert in alerts if alert.conversation_id == row.id]
    return ConversationSummary(
        id=row.id,
        channel=row.channel,
        role=row.role,
        status=row.status,
        started_at=row.started_at,
        changed_at=row.changed_at,
        outcomes=counts[0],
        flagged=counts[1],
        alerts=[alert_out(alert) for alert in mine],
    )


def alert_out(alert: Alert) -> AlertOut:
    return AlertOut(
        id=alert.id,
        level=alert.level,
        kind=alert.kind,
        turn_seq=alert.turn_seq,
        at=alert.at,
        acknowledged=alert.acknowledged_at is not None,
    )


def get_conversation(
    session: Session, keys: KeyRing, reader: Reader, conversation_id: UUID
) -> ConversationRecord:
    """Return the whole record, word for word. Raises NotAllowed, NotYours or NotFound; the
    look is audited."""
    now = utc_now()
    must_open(session, reader, conversation_id, now=now)
    record = _opened(session, keys, conversation_id)
    note_look(session, reader, conversation_id, now=now)
    return record


def note_look(session: Session, reader: Reader, conversation_id: UUID, *, now: datetime) -> None:
    """Write a look at a conversation down."""
    write_audit(session, reader.actor, "viewed", str(conversation_id), now)


def _opened(session: Session, keys: KeyRing, conversation_id: UUID) -> ConversationRecord:
    records = RecordRepository(session)
    conversation = records.conversation(conversation_id)
    if conversation is None:
        raise NotFound("conversation")
    vault = open_vault(keys, conversation.id, conversation.wrapped_key)
    return RecordOpener(records, vault, conversation).whole()


def export_conversation(
    session: Session, keys: KeyRing, conversation_id: UUID, *, actor: str = "system"
) -> ConversationRecord:
    """Return the record for an export, audited as one."""
    record = _opened(session, keys, conversation_id)
    write_audit(session, actor, "exported", str(conversation_id), utc_now())
    return record


def erase_conversation(
    session: Session, conversation_id: UUID, *, actor: str = "system", now: datetime | None = None
) -> None:
    """Erase a conversation with its key. Raises NotFound, OnHold."""
    conversation = RecordRepository(session).conversation(conversation_id)
    if conversation is None:
        raise NotFound("conversation")
    write_audit(session, actor, "erased", str(conversation_id), now or utc_now())
    destroy(session, conversation)
