"""Queries about flags and the decisions on them."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.models import Flag, FlagDecision


class FlagRepository:
    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, conversation_id: UUID) -> Sequence[Flag]:
        """Return a conversation's flags in the order of the words."""
        mine = select(Flag).where(Flag.conversation_id == conversation_id)
        place = (Flag.outcome_id, Flag.number, Flag.seq, Flag.start, Flag.end.desc(), Flag.id)
        return self._session.scalars(mine.order_by(*place)).all()

    def decisions(self, conversation_id: UUID) -> dict[UUID, list[FlagDecision]]:
        """Return the decisions on each flag, oldest first."""
        query = select(FlagDecision).join(Flag, Flag.id == FlagDecision.flag_id)
        query = query.where(Flag.conversation_id == conversation_id).order_by(FlagDecision.id)
        found: defaultdict[UUID, list[FlagDecision]] = defaultdict(list)
        for decision in self._session.scalars(query):
            found[decision.flag_id].append(decision)
        return found

    def newest(self, flag_id: UUID) -> FlagDecision | None:
        query = select(FlagDecision).where(FlagDecision.flag_id == flag_id)
        return self._session.scalars(query.order_by(FlagDecision.id.desc()).limit(1)).first()
