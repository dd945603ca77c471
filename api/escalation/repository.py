"""Queries about what is to be sent, and what could not be."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from api.models import Alert, Escalation


class Key(NamedTuple):
    """One e-mail: about which alert, at which step, to whom."""

    alert_id: UUID
    step: int
    recipient: str


class EscalationRepository:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, key: Key) -> Escalation | None:
        return self._session.get(Escalation, tuple(key))

    def new(self, step: int, recipient: str, before: datetime, most: int) -> Sequence[Alert]:
        """Return alerts from before a moment that nobody acknowledged or wrote to them about."""
        written = exists().where(
            Escalation.alert_id == Alert.id,
            Escalation.step == step,
            Escalation.recipient == recipient,
        )
        open_ones = (Alert.acknowledged_at.is_(None), Alert.at <= before, ~written)
        return self._session.scalars(
            select(Alert).where(*open_ones).order_by(Alert.at).limit(most)
        ).all()

    def to_try(self, now: datetime, most: int) -> Sequence[tuple[Escalation, Alert]]:
        """Return what is to be tried now: unsent, of alerts that nobody acknowledged."""
        query = (
            select(Escalation, Alert)
            .join(Alert, Alert.id == Escalation.alert_id)
            .where(Escalation.sent_at.is_(None), Escalation.next_try_at <= now)
            .where(Alert.acknowledged_at.is_(None))
            .order_by(Escalation.due_at)
            .limit(most)
        )
        return [(row[0], row[1]) for row in self._session.execute(query)]

    def claim(self, row: Escalation, until: datetime) -> bool:
        """Take it for this process: nobody else tries it before `until`. False: another was
        faster."""
        same = (
            Escalation.alert_id == row.alert_id,
            Escalation.step == row.step,
            Escalation.recipient == row.recipient,
            Escalation.tries == row.tries,
            Escalation.sent_at.is_(None),
        )
        change = update(Escalation).where(*same).values(tries=row.tries + 1, next_try_at=until)
        done = self._session.execute(change.execution_options(synchronize_session=False))
        return bool(getattr(done, "rowcount", 0))

    def failing(self) -> tuple[int, datetime | None, str | None]:
        """Return how many e-mails could not be sent so far, since when, and why the last."""
        stuck = (
            Escalation.sent_at.is_(None),
            Escalation.fault.is_not(None),
            Alert.acknowledged_at.is_(None),
        )
        joined = select(func.count(), func.min(Escalation.due_at)).join(
            Alert, Alert.id == Escalation.alert_id
        )
        count, since = self._session.execute(joined.where(*stuck)).one()
        why = (
            select(Escalation.fault)
            .join(Alert, Alert.id == Escalation.alert_id)
            .where(*stuck)
            .order_by(Escalation.next_try_at.desc())
            .limit(1)
        )
        return count, since, self._session.scalar(why)

    def unacknowledged(self, before: datetime) -> int:
        """Return how many alerts from before a moment nobody has acknowledged."""
        query = select(func.count()).select_from(Alert)
        waiting = query.where(Alert.acknowledged_at.is_(None), Alert.at <= before)
        return self._session.scalar(waiting) or 0
