"""Link the conversations of adults who live together. Each keeps its own words, wishes and
decisions: the link says that the other is there, and opens nothing."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.access.service import unconnected, visible
from api.casework.service import change, finish
from api.errors import Conflict, NotFound
from api.household.schemas import HouseholdIn, HouseholdOut, Housemate
from api.models import Conversation, HouseholdMember
from api.reader import Reader


def household_of(
    session: Session, reader: Reader, conversation_id: UUID, *, now: datetime
) -> HouseholdOut:
    """Return the others of the household, oldest first. Ask `must_open` for the one first.

    One that the reader is connected with is not even counted: that somebody talked at all is what
    their relative must not learn.
    """
    mine = session.get(HouseholdMember, conversation_id)
    if mine is None:
        return HouseholdOut(others=[], closed=0)
    there = select(HouseholdMember, Conversation).join(
        Conversation, Conversation.id == HouseholdMember.conversation_id
    )
    others = there.where(
        HouseholdMember.household_id == mine.household_id, Conversation.id != conversation_id
    )
    narrowed = visible(reader, now)
    able = others if narrowed is None else others.where(narrowed)
    rows = session.execute(able.order_by(Conversation.started_at)).all()
    everybody = len(session.execute(others.where(unconnected(reader))).all())
    return HouseholdOut(
        others=[
            Housemate(
                conversation_id=row[1].id,
                role=row[1].role,
                started_at=row[1].started_at,
                by=row[0].by,
                at=row[0].at,
            )
            for row in rows
        ],
        closed=everybody - len(rows),
    )


def link(
    session: Session,
    reader: Reader,
    conversation_id: UUID,
    given: HouseholdIn,
    *,
    now: datetime,
    version: int | None = None,
) -> None:
    """Note that both adults live together, and with whomever either lived with already. Raises
    NotFound, NotYours, Connected for the other as well, or Conflict where they are linked."""
    both = sorted({conversation_id, given.conversation_id})
    # In one order, so that two colleagues who link them from either end do not wait for each other.
    caseworks = [
        change(session, reader, one, version if one == conversation_id else None) for one in both
    ]
    if len(both) == 1:
        raise Conflict("household_itself")
    mine, theirs = (session.get(HouseholdMember, one) for one in both)
    if mine and theirs and mine.household_id == theirs.household_id:
        raise Conflict("household_already")
    _join(session, reader, both, now)
    for casework in caseworks:
        finish(session, reader, casework, "household_linked", now)


def _join(session: Session, reader: Reader, ids: list[UUID], now: datetime) -> None:
    household = uuid4()
    there = select(HouseholdMember.household_id).where(HouseholdMember.conversation_id.in_(ids))
    known = set(session.scalars(there))
    moved = update(HouseholdMember).where(HouseholdMember.household_id.in_(known))
    session.execute(moved.values(household_id=household))
    for one in ids:
        if session.get(HouseholdMember, one) is None:
            session.add(
                HouseholdMember(
                    conversation_id=one, household_id=household, by=reader.actor, at=now
                )
            )
    session.flush()


def unlink(
    session: Session,
    reader: Reader,
    conversation_id: UUID,
    *,
    now: datetime,
    version: int | None = None,
) -> None:
    """Take this conversation out of its household; the others stay together. Raises NotFound."""
    casework = change(session, reader, conversation_id, version)
    mine = session.get(HouseholdMember, conversation_id)
    if mine is None:
        raise NotFound("household")
    household = HouseholdMember.household_id == mine.household_id
    session.delete(mine)
    session.flush()
    left = session.scalars(select(HouseholdMember.conversation_id).where(household)).all()
    if len(left) == 1:  # nobody lives together alone
        session.execute(delete(HouseholdMember).where(household))
    finish(session, reader, casework, "household_unlinked", now)
