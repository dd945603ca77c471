"""Every query on invites."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from api.models import Card, Invite, Message, User


class InviteRepository:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: Invite) -> None:
        self._session.add(row)
        self._session.flush()

    def get(self, invite_id: UUID) -> Invite | None:
        return self._session.get(Invite, invite_id, with_for_update=True)

    def of(self, actor: str | None) -> Sequence[Invite]:
        """Return whose invites these are, or everybody's; the newest first."""
        query = select(Invite).order_by(Invite.made_at.desc(), Invite.id)
        return self._session.scalars(
            query if actor is None else query.where(Invite.by == actor)
        ).all()

    def good(self, code_hash: bytes, now: datetime) -> Invite | None:
        """Return the invite of a code, held, where it was not taken back and is not too old."""
        mine = (Invite.code_hash == code_hash, Invite.ends_at > now, Invite.revoked_at.is_(None))
        return self._session.scalar(select(Invite).where(*mine).with_for_update())

    def was_said(self, conversation_id: UUID) -> bool:
        """Tell whether the person has said anything there, in words or by sorting a card."""
        said = exists().where(
            Message.conversation_id == conversation_id, Message.sender == "person"
        )
        sorted_one = exists().where(Card.conversation_id == conversation_id)
        return bool(self._session.scalar(select(or_(said, sorted_one))))

    def note_refused(self, code_hash: bytes, now: datetime) -> UUID | None:
        """Note that a code was typed that is not good any more; return whose it is."""
        mine = update(Invite).where(Invite.code_hash == code_hash).values(refused_at=now)
        return self._session.scalar(mine.returning(Invite.id))

    def brought(self, conversation_id: UUID) -> bool:
        """Tell whether somebody began this conversation with a code."""
        return bool(
            self._session.scalar(select(exists().where(Invite.conversation_id == conversation_id)))
        )

    def inviter(self, invite: Invite) -> User | None:
        return self._session.get(User, invite.user_id) if invite.user_id else None

    def over(self, now: datetime) -> Sequence[Invite]:
        """Return those that brought nobody, and can bring nobody any more."""
        ended = or_(Invite.ends_at <= now, Invite.revoked_at.is_not(None))
        unused = Invite.conversation_id.is_(None)
        return self._session.scalars(select(Invite).where(unused, ended)).all()
