"""The queue's queries: the state of each conversation is worked out in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, func, select
from sqlalchemy.orm import Session

from api.case.repository import of_case
from api.core.queue import LEVELS, STATES, State
from api.language.local import today_at
from api.models import (
    Alert,
    Allocation,
    Casework,
    Conversation,
    Flag,
    Need,
    Outcome,
    User,
)
from api.queue.schemas import Allocated, Filters

READS_RECORDS = ("practitioner", "lead")
LINE = (
    Conversation.id,
    Conversation.channel,
    Conversation.role,
    Conversation.status,
    Conversation.started_at,
    Conversation.changed_at,
    Casework.informed_at,
    Casework.review_due_on,
)


@dataclass(frozen=True)
class Clock:
    """The moment that "overdue" and "due" are measured at."""

    now: datetime
    informed_days: int

    @property
    def today(self) -> date:
        return today_at(self.now)

    @property
    def told_since(self) -> datetime:
        return self.now - timedelta(days=self.informed_days)


class QueueRepository:
    def __init__(
        self, session: Session, clock: Clock, *, visible: ColumnElement[bool] | None = None
    ) -> None:
        """`visible` narrows every look to the conversations that its reader may open."""
        self._session = session
        self._visible = visible
        open_alert = Alert.acknowledged_at.is_(None)
        level = case({name: at for at, name in enumerate(LEVELS)}, value=Alert.level)
        self._alerts = (
            select(
                Alert.conversation_id.label("of"),
                func.min(level).label("level"),
                func.min(Alert.at).label("since"),
            )
            .where(open_alert)
            .group_by(Alert.conversation_id)
            .subquery()
        )
        self._rank = _rank(self._alerts.c.of.is_not(None), clock)
        self._overdue = _overdue(clock).label("overdue")

    def counts(self, filters: Filters, me: UUID) -> dict[int, int]:
        """Return how many conversations are in each state, by its place in STATES."""
        query = select(self._rank, func.count()).where(*_conditions(filters, me))
        rows = self._session.execute(self._joined(query).group_by(self._rank)).all()
        return {row[0]: row[1] for row in rows}

    def page(
        self, filters: Filters, me: UUID, *, page: int, per_page: int
    ) -> Sequence[Mapping[str, Any]]:
        """Return the lines of a page: the most pressing state first, and in each the one who has
        waited longest."""
        query = self._joined(select(*LINE, self._rank.label("rank"), self._overdue))
        query = query.where(*_conditions(filters, me))
        if filters.state:
            query = query.where(self._rank == STATES.index(filters.state))
        waited = func.coalesce(self._alerts.c.since, Conversation.changed_at)
        ordered = query.order_by(self._rank, self._alerts.c.level, waited, Conversation.id)
        one = ordered.limit(per_page).offset((page - 1) * per_page)
        return [dict(row) for row in self._session.execute(one).mappings()]

    def _joined(self, query: Any) -> Any:
        joined = (
            query.select_from(Conversation)
            .outerjoin(Casework, Casework.conversation_id == Conversation.id)
            .outerjoin(self._alerts, self._alerts.c.of == Conversation.id)
        )
        return joined if self._visible is None else joined.where(self._visible)

    def needs(self, ids: Sequence[UUID]) -> dict[UUID, int]:
        """Return how many needs each has."""
        query = (
            select(Need.conversation_id, func.count())
            .where(Need.conversation_id.in_(ids), Need.taken_back.is_(False))
            .group_by(Need.conversation_id)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def colleagues(self) -> Sequence[Any]:
        """Return (id, username) of those to whom a conversation can be given."""
        may_read = (User.disabled_at.is_(None), User.role.in_(READS_RECORDS))
        query = select(User.id, User.username).where(*may_read).order_by(User.username)
        return self._session.execute(query).all()


def _overdue(clock: Clock) -> ColumnElement[bool]:
    """Tell whether the person is owed news: counted from when they were last told, or began."""
    last = func.coalesce(Casework.informed_at, Conversation.started_at)
    return and_(Casework.closed_at.is_(None), last < clock.told_since)


def _rank(has_alert: ColumnElement[bool], clock: Clock) -> ColumnElement[int]:
    tests: dict[State, ColumnElement[bool]] = {
        "alert": has_alert,
        "new": Casework.read_seq.is_(None),
        "changed": Conversation.last_seq > Casework.read_seq,
        "closed": Casework.closed_at.is_not(None),
        "overdue": _overdue(clock),
        "waiting": Casework.asked_seq >= Conversation.last_seq,
        "review_due": Casework.review_due_on <= clock.today,
    }
    ranked = [(test, STATES.index(name)) for name, test in tests.items()]
    return case(*ranked, else_=STATES.index("in_hand"))


def _conditions(filters: Filters, me: UUID) -> list[ColumnElement[bool]]:
    here = Conversation.id
    wanted: list[ColumnElement[bool] | None] = [
        Conversation.status == filters.status if filters.status else None,
        Conversation.channel == filters.channel if filters.channel else None,
        here.in_(_with_alert(filters.alert)) if filters.alert else None,
        here.in_(_with_kind(filters.kind)) if filters.kind else None,
        here.in_(_with_theme(filters.theme)) if filters.theme else None,
        _needs(filters.needs) if filters.needs else None,
        _allocated(filters.allocated, me) if filters.allocated else None,
        here.in_(of_case(filters.case)) if filters.case else None,
    ]
    return [condition for condition in wanted if condition is not None]


def _with_alert(level: str) -> Select[UUID]:
    query = select(Alert.conversation_id).where(Alert.acknowledged_at.is_(None))
    return query if level == "any" else query.where(Alert.level == level)


def _with_kind(kind: str) -> Select[UUID]:
    return select(Flag.conversation_id).where(Flag.kind == kind)


def _with_theme(theme: str) -> Select[UUID]:
    # JSON as text: the names of themes are ours, and none in its quotes is a part of another.
    named = cast(Outcome.themes, String).contains(f'"{theme}"', autoescape=True)
    return select(Outcome.conversation_id).where(Outcome.status == "active", named)


def _needs(wanted: str) -> ColumnElement[bool]:
    has_some = Conversation.id.in_(select(Need.conversation_id).where(Need.taken_back.is_(False)))
    return has_some if wanted == "yes" else ~has_some


def _allocated(to: Allocated, me: UUID) -> ColumnElement[bool]:
    if to == "nobody":
        return ~exists().where(Allocation.conversation_id == Conversation.id)
    mine = Allocation.user_id == (me if to == "me" else to)
    return Conversation.id.in_(select(Allocation.conversation_id).where(mine))
