"""Write to those on duty where nobody has acknowledged an alert in time.

An e-mail is taken by one process, sent, and noted as sent: each step in a transaction of its own,
so that no database waits for a mail server. A process that dies between sending and noting sends
it once more: two e-mails are better than none (docs/decisions/0065-escalation.md).
"""

import hashlib
from datetime import datetime, timedelta
from typing import Literal

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from api.audit.service import write as write_audit
from api.escalation.port import Fault, Letter, NotSent, Post
from api.escalation.repository import EscalationRepository, Key
from api.models import Alert, Escalation
from api.settings import Settings

log = structlog.get_logger(__name__)
MOST_AT_ONCE = 50
SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=30)


def escalate(
    sessions: sessionmaker[Session], settings: Settings, post: Post, *, now: datetime
) -> int:
    """Send what is due, and again what could not be sent before; return how many were sent."""
    _note_due(sessions, settings, now)
    with sessions.begin() as session:
        due = EscalationRepository(session).to_try(now, MOST_AT_ONCE)
    addresses = {name_of(address): address for step in settings.escalation for address in step.to}
    # An address that is in the settings no longer is not written to.
    wanted = [(row, alert) for row, alert in due if row.recipient in addresses]
    sent = 0
    for row, alert in wanted:
        fault = _send(sessions, post, row, alert, addresses[row.recipient], settings, now)
        if fault in ("unreachable", "signed_out"):
            break  # the others would fare no better
        sent += fault is None
    return sent


def name_of(address: str) -> str:
    return hashlib.sha256(address.casefold().encode()).hexdigest()


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries: 1 minute, 2, 4 ... at most 30."""
    return min(SHORTEST_PAUSE * (1 << min(tries - 1, 10)), LONGEST_PAUSE)


def _note_due(sessions: sessionmaker[Session], settings: Settings, now: datetime) -> None:
    for number, step in enumerate(settings.escalation, start=1):
        wait = timedelta(minutes=step.minutes)
        for address in step.to:
            _note(sessions, number, name_of(address), wait, now)


def _note(
    sessions: sessionmaker[Session], step: int, recipient: str, wait: timedelta, now: datetime
) -> None:
    try:
        with sessions.begin() as session:
            alerts = EscalationRepository(session).new(step, recipient, now - wait, MOST_AT_ONCE)
            session.add_all(
                Escalation(
                    alert_id=alert.id,
                    step=step,
                    recipient=recipient,
                    due_at=alert.at + wait,
                    next_try_at=now,
                )
                for alert in alerts
            )
    except IntegrityError:  # another process was noting the same; what is left comes next time
        log.info("escalation_noted_elsewhere", count=step)


def _send(
    sessions: sessionmaker[Session],
    post: Post,
    row: Escalation,
    alert: Alert,
    address: str,
    settings: Settings,
    now: datetime,
) -> Fault | Literal["elsewhere"] | None:
    """Return None once it was sent, else what was in the way."""
    with sessions.begin() as session:
        if not EscalationRepository(session).claim(row, now + pause_after(row.tries + 1)):
            return "elsewhere"
    key = Key(row.alert_id, row.step, row.recipient)
    link = f"{settings.address_outside}/review/conversations/{alert.conversation_id}"
    letter = Letter(to=address, key=f"{key.alert_id}.{key.step}.{key.recipient[:16]}", link=link)
    try:
        post.send(letter)
    except NotSent as fault:
        log.warning(
            "escalation_not_sent", conversation=str(alert.conversation_id), error=fault.fault
        )
        _note_fault(sessions, key, alert, fault, now)
        return fault.fault
    _note_sent(sessions, key, alert, now)
    return None


def _note_sent(sessions: sessionmaker[Session], key: Key, alert: Alert, now: datetime) -> None:
    with sessions.begin() as session:
        row = EscalationRepository(session).get(key)
        if row is not None:  # None: erased meanwhile
            row.sent_at, row.fault = now, None
            write_audit(session, "system", "escalated", str(alert.conversation_id), now)
    log.info("escalated", conversation=str(alert.conversation_id), count=key.step)


def _note_fault(
    sessions: sessionmaker[Session], key: Key, alert: Alert, fault: NotSent, now: datetime
) -> None:
    with sessions.begin() as session:
        row = EscalationRepository(session).get(key)
        if row is not None:
            if row.fault is None:  # once: the tries that follow are counted, not audited
                write_audit(session, "system", "not_escalated", str(alert.conversation_id), now)
            row.fault = fault.fault
