"""The morning's list: who is at risk first, then who is new, changed, owed news, or due."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from api.access.repository import AccessRepository
from api.access.schemas import Colleague
from api.access.service import visible
from api.audit.service import write as write_audit
from api.core.queue import STATES
from api.models import Alert
from api.queue.repository import Clock, QueueRepository
from api.queue.schemas import Filters, QueueAlert, QueueLine, QueuePage
from api.reader import Reader, must
from api.record.repository import RecordRepository
from api.settings import get_settings


def list_queue(
    session: Session,
    reader: Reader,
    filters: Filters,
    *,
    now: datetime,
    page: int = 1,
    per_page: int = 25,
) -> QueuePage:
    """Return one page of the queue. Holds no words that were said; the look is audited."""
    must(reader, "read_conversations")
    queue = QueueRepository(session, _clock(now), visible=visible(reader, now))
    counts = {STATES[at]: count for at, count in queue.counts(filters, reader.id).items()}
    total = counts.get(filters.state, 0) if filters.state else sum(counts.values())
    rows = queue.page(filters, reader.id, page=page, per_page=per_page)
    items = _lines(session, queue, rows)
    action = "case_searched" if filters.case else "listed"
    write_audit(session, reader.actor, action, "queue", now)
    return QueuePage(items=items, total=total, page=page, per_page=per_page, counts=counts)


def _clock(now: datetime) -> Clock:
    return Clock(now=now, informed_days=get_settings().informed_days)


def _lines(
    session: Session, queue: QueueRepository, rows: Sequence[Mapping[str, Any]]
) -> list[QueueLine]:
    ids, records = [row["id"] for row in rows], RecordRepository(session)
    holders = AccessRepository(session).holders(ids)
    outcomes, needs, alerts = records.outcome_counts(ids), queue.needs(ids), records.alerts(ids)
    return [
        QueueLine.model_validate(
            {
                **row,
                "overdue": bool(row["overdue"]),
                "allocated_to": [one.name for one in holders.get(row["id"], [])],
                "state": STATES[row["rank"]],
                "outcomes": outcomes.get(row["id"], (0, 0))[0],
                "flagged": outcomes.get(row["id"], (0, 0))[1],
                "needs": needs.get(row["id"], 0),
                "alerts": [_alert(alert) for alert in alerts if alert.conversation_id == row["id"]],
            }
        )
        for row in rows
    ]


def _alert(alert: Alert) -> QueueAlert:
    return QueueAlert(
        id=alert.id,
        level=cast("Any", alert.level),
        kind=alert.kind,
        at=alert.at,
        turn_seq=alert.turn_seq,
        acknowledged=alert.acknowledged_at is not None,
    )


def colleagues(session: Session, reader: Reader, *, now: datetime) -> list[Colleague]:
    """Return those to whom a conversation can be given."""
    must(reader, "read_conversations")
    rows = QueueRepository(session, _clock(now)).colleagues()
    return [Colleague(id=row.id, name=row.username) for row in rows]
