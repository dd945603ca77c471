"""Every query that reads the record."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload

from api.case.repository import of_case
from api.models import (
    Alert,
    Card,
    Conflict,
    Conversation,
    DifferingView,
    Enquiry,
    Message,
    Need,
    Option,
    Outcome,
    SafetyScale,
    Statement,
    Told,
)

T = TypeVar("T", Statement, Option, Need, DifferingView)


class RecordRepository:
    def __init__(self, session: Session) -> None:
        self._session = session

    def conversation(self, conversation_id: UUID) -> Conversation | None:
        return self._session.get(Conversation, conversation_id)

    def page(
        self,
        *,
        page: int,
        per_page: int,
        status: str | None,
        channel: str | None,
        alert: str | None,
        case: bytes | None = None,
        visible: ColumnElement[bool] | None = None,
    ) -> tuple[Sequence[Conversation], int]:
        """Return one page, those with an unacknowledged alert first, then the newest change; and
        how many in all."""
        query = _filtered(select(Conversation), status, channel, alert)
        if case:
            query = query.where(Conversation.id.in_(of_case(case)))
        if visible is not None:
            query = query.where(visible)
        total = self._session.scalar(select(func.count()).select_from(query.subquery())) or 0
        waiting = (
            select(func.count())
            .where(Alert.conversation_id == Conversation.id, Alert.acknowledged_at.is_(None))
            .scalar_subquery()
        )
        ordered = query.order_by((waiting > 0).desc(), Conversation.changed_at.desc())
        rows = self._session.scalars(ordered.limit(per_page).offset((page - 1) * per_page)).all()
        return rows, total

    def outcome_counts(self, ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
        """Return for each conversation how many outcomes stand, and how many name a service."""
        flagged = func.count().filter(Outcome.label.in_(("service", "mixed")))
        query = (
            select(Outcome.conversation_id, func.count(), flagged)
            .where(Outcome.conversation_id.in_(ids), Outcome.status == "active")
            .group_by(Outcome.conversation_id)
        )
        return {row[0]: (row[1], row[2]) for row in self._session.execute(query)}

    def alerts(self, ids: Sequence[UUID]) -> Sequence[Alert]:
        mine = Alert.conversation_id.in_(ids)
        return self._session.scalars(select(Alert).where(mine).order_by(Alert.at)).all()

    def messages(self, conversation_id: UUID) -> Sequence[Message]:
        mine = Message.conversation_id == conversation_id
        return self._session.scalars(select(Message).where(mine).order_by(Message.seq)).all()

    def outcomes(self, conversation_id: UUID) -> Sequence[Outcome]:
        query = select(Outcome).where(Outcome.conversation_id == conversation_id)
        loaded = query.options(selectinload(Outcome.versions)).order_by(Outcome.position)
        return self._session.scalars(loaded).all()

    def conflicts(self, outcome_ids: Sequence[UUID]) -> Sequence[Conflict]:
        return self._session.scalars(
            select(Conflict).where(Conflict.outcome_id.in_(outcome_ids))
        ).all()

    def enquiry(self, conversation_id: UUID) -> Enquiry | None:
        return self._session.get(Enquiry, conversation_id)

    def statements(self, conversation_id: UUID) -> Sequence[Statement]:
        return self._session.scalars(_standing(Statement, conversation_id)).all()

    def options(self, conversation_id: UUID) -> Sequence[Option]:
        return self._session.scalars(_standing(Option, conversation_id)).all()

    def needs(self, conversation_id: UUID) -> Sequence[Need]:
        return self._session.scalars(_standing(Need, conversation_id)).all()

    def differing_views(self, conversation_id: UUID) -> Sequence[DifferingView]:
        return self._session.scalars(_standing(DifferingView, conversation_id)).all()

    def cards(self, conversation_id: UUID) -> Sequence[Card]:
        mine = Card.conversation_id == conversation_id
        return self._session.scalars(select(Card).where(mine)).all()

    def told(self, conversation_id: UUID) -> Sequence[Told]:
        mine = Told.conversation_id == conversation_id
        return self._session.scalars(select(Told).where(mine).order_by(Told.at)).all()

    def safety_scale(self, conversation_id: UUID) -> Sequence[SafetyScale]:
        mine = SafetyScale.conversation_id == conversation_id
        return self._session.scalars(select(SafetyScale).where(mine).order_by(SafetyScale.at)).all()


def _filtered(
    query: Select[Conversation], status: str | None, channel: str | None, alert: str | None
) -> Select[Conversation]:
    if status:
        query = query.where(Conversation.status == status)
    if channel:
        query = query.where(Conversation.channel == channel)
    if alert:
        of_level = Alert.level == alert if alert != "any" else Alert.acknowledged_at.is_(None)
        query = query.where(Conversation.id.in_(select(Alert.conversation_id).where(of_level)))
    return query


def _standing(table: type[T], conversation_id: UUID) -> Select[T]:
    mine = (table.conversation_id == conversation_id, table.taken_back.is_(False))
    return select(table).where(*mine).order_by(table.turn_seq, table.id)
