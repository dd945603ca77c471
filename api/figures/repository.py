"""What the figures are counted from. Reads no sealed column."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from api.figures.schemas import Months
from api.models import (
    Alert,
    AuditEvent,
    Closing,
    Conversation,
    Flag,
    FlagDecision,
    Informed,
    Outcome,
    OutcomeResult,
    SafetyScale,
    Told,
)


class FiguresRepository:
    def __init__(self, session: Session, months: Months) -> None:
        self._session = session
        self._in_range: ColumnElement[bool] = Conversation.id.in_(
            select(Conversation.id).where(
                Conversation.started_at >= months.begins, Conversation.started_at < months.ends
            )
        )

    def _rows(self, query: Any, of: Any) -> Sequence[Any]:
        """Return the rows of those conversations that began in the months."""
        joined = query.join(Conversation, Conversation.id == of).where(self._in_range)
        rows: Sequence[Any] = self._session.execute(joined).all()
        return rows

    def began(self) -> dict[UUID, Any]:
        query = select(Conversation.id, Conversation.started_at).where(self._in_range)
        return dict(_pairs(self._session.execute(query).all()))

    def marks(self) -> Sequence[Any]:
        """Return (conversation, start or review, value), oldest first."""
        of = SafetyScale.conversation_id
        query = select(of, SafetyScale.when, SafetyScale.value).order_by(SafetyScale.at)
        return self._rows(query, of)

    def outcomes(self) -> Sequence[Any]:
        """Return (outcome, themes, the person's own answer)."""
        query = select(Outcome.id, Outcome.themes, Outcome.achieved)
        return self._rows(query.where(Outcome.status == "active"), Outcome.conversation_id)

    def results(self) -> dict[UUID, str]:
        """Return what was answered for each outcome at the newest closing that stands."""
        query = (
            select(OutcomeResult.outcome_id, OutcomeResult.achieved)
            .join(Closing, Closing.id == OutcomeResult.closing_id)
            .where(Closing.reopened_at.is_(None))
            .order_by(Closing.at)
        )
        return dict(_pairs(self._rows(query, Closing.conversation_id)))

    def flags(self) -> Sequence[Any]:
        """Return (kind, newest decision) of each flag that was noticed."""
        newest = select(func.max(FlagDecision.id)).group_by(FlagDecision.flag_id)
        one = select(FlagDecision).where(FlagDecision.id.in_(newest)).subquery()
        query = select(Flag.kind, one.c.decision).outerjoin(one, one.c.flag_id == Flag.id)
        return self._rows(query.where(Flag.source == "noticed"), Flag.conversation_id)

    def alerts(self) -> Sequence[Any]:
        """Return (conversation, raised, acknowledged), oldest first."""
        query = select(Alert.conversation_id, Alert.at, Alert.acknowledged_at)
        return self._rows(query.order_by(Alert.at), Alert.conversation_id)

    def first_looks(self) -> dict[str, Any]:
        """Return when each conversation was first opened by anybody, by its id as the audit has
        it."""
        viewed = select(AuditEvent.subject, func.min(AuditEvent.at))
        viewed = viewed.where(AuditEvent.action == "viewed").group_by(AuditEvent.subject)
        return dict(_pairs(self._session.execute(viewed).all()))

    def first_news(self) -> dict[UUID, Any]:
        """Return when each person was first written to, or told something otherwise."""
        first: dict[UUID, Any] = {}
        for table in (Told, Informed):
            of = table.conversation_id
            for conversation_id, at in self._rows(select(of, table.at), of):
                first[conversation_id] = min(at, first.get(conversation_id, at))
        return first


def _pairs(rows: Sequence[Any]) -> Iterable[tuple[Any, Any]]:
    return ((first, second) for first, second in rows)
