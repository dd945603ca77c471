"""Queries about who may open which conversation."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from api.access.schemas import Colleague
from api.models import (
    Allocation,
    BreakGlass,
    Casework,
    ConflictOfInterest,
    Conversation,
    User,
)


class AccessRepository:
    def __init__(self, session: Session) -> None:
        self._session = session

    def allocated(self, conversation_id: UUID) -> set[UUID]:
        mine = Allocation.conversation_id == conversation_id
        return set(self._session.scalars(select(Allocation.user_id).where(mine)))

    def holders(self, ids: Sequence[UUID]) -> dict[UUID, list[Colleague]]:
        """Return whose each conversation is, by name; nothing for one that is nobody's."""
        query = (
            select(Allocation.conversation_id, User.id, User.username)
            .join(User, User.id == Allocation.user_id)
            .where(Allocation.conversation_id.in_(ids))
            .order_by(User.username)
        )
        found: dict[UUID, list[Colleague]] = {}
        for conversation_id, user_id, name in self._session.execute(query):
            found.setdefault(conversation_id, []).append(Colleague(id=user_id, name=name))
        return found

    def of(self, user_id: UUID) -> Sequence[Allocation]:
        """Return what is allocated to a person, closed or not."""
        mine = select(Allocation).where(Allocation.user_id == user_id)
        return self._session.scalars(mine.order_by(Allocation.at, Allocation.conversation_id)).all()

    def with_whom(self, conversation_id: UUID) -> Sequence[Allocation]:
        mine = select(Allocation).where(Allocation.conversation_id == conversation_id)
        return self._session.scalars(mine.order_by(Allocation.at, Allocation.user_id)).all()

    def loads(self) -> dict[UUID, int]:
        """Return how many conversations that are not closed each person has."""
        query = (
            select(Allocation.user_id, func.count())
            .outerjoin(Casework, Casework.conversation_id == Allocation.conversation_id)
            .where(Casework.closed_at.is_(None))
            .group_by(Allocation.user_id)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def staff(self) -> Sequence[User]:
        """Return every account that is not closed, by name."""
        query = select(User).where(User.disabled_at.is_(None)).order_by(User.username)
        return self._session.scalars(query).all()

    def has_glass(self, conversation_id: UUID, user_id: UUID, now: datetime) -> bool:
        mine = (BreakGlass.conversation_id == conversation_id, BreakGlass.user_id == user_id)
        query = select(BreakGlass.id).where(*mine, BreakGlass.ends_at > now).limit(1)
        return self._session.scalar(query) is not None

    def is_connected(self, conversation_id: UUID, user_id: UUID) -> bool:
        return self._session.get(ConflictOfInterest, (conversation_id, user_id)) is not None

    def glass(
        self, visible: ColumnElement[bool] | None
    ) -> Sequence[tuple[BreakGlass, User, Conversation]]:
        """Return every breaking of the glass, those that no lead has seen first."""
        query = (
            select(BreakGlass, User, Conversation)
            .join(User, User.id == BreakGlass.user_id)
            .join(Conversation, Conversation.id == BreakGlass.conversation_id)
            .order_by(BreakGlass.seen_at.is_not(None), BreakGlass.at.desc())
            .limit(200)
        )
        if visible is not None:
            query = query.where(visible)
        return [(row[0], row[1], row[2]) for row in self._session.execute(query)]


def open_to(user_id: UUID, now: datetime) -> ColumnElement[bool]:
    """The conversations that a practitioner may open: theirs, nobody's, or opened in need."""
    here = Allocation.conversation_id == Conversation.id
    glass = exists().where(
        BreakGlass.conversation_id == Conversation.id,
        BreakGlass.user_id == user_id,
        BreakGlass.ends_at > now,
    )
    return or_(~exists().where(here), exists().where(here, Allocation.user_id == user_id), glass)


def not_connected(user_id: UUID) -> ColumnElement[bool]:
    """The conversations in which they are not named as connected with anybody."""
    return ~exists().where(
        ConflictOfInterest.conversation_id == Conversation.id,
        ConflictOfInterest.user_id == user_id,
    )
