"""Queries on cases."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from api.models import CaseLink, ConflictOfInterest, Conversation


class CaseRepository:
    def __init__(self, session: Session) -> None:
        self._session = session

    def link(self, conversation_id: UUID) -> CaseLink | None:
        return self._session.get(CaseLink, conversation_id)

    def others(
        self, link: CaseLink, narrowed: ColumnElement[bool] | None
    ) -> Sequence[Conversation]:
        """Return the other conversations of its case, oldest first."""
        query = select(Conversation).where(
            Conversation.id.in_(of_case(link.look_up)), Conversation.id != link.conversation_id
        )
        query = query if narrowed is None else query.where(narrowed)
        return self._session.scalars(query.order_by(Conversation.started_at)).all()

    def is_connected(self, key: bytes, user_id: UUID) -> bool:
        """Tell whether somebody is named as connected in a conversation of the case."""
        named = exists().where(
            ConflictOfInterest.user_id == user_id,
            ConflictOfInterest.conversation_id.in_(of_case(key)),
        )
        return bool(self._session.scalar(select(named)))


def of_case(key: bytes) -> Select[UUID]:
    return select(CaseLink.conversation_id).where(CaseLink.look_up == key)
