"""Delete what was kept for its time: by kind of record, never what is on hold, and always with a
report of what was done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.chat.destroy import destroy
from api.errors import BadMessage, NotFound, OnHold
from api.invite.repository import InviteRepository
from api.models import Casework, ChatSession, Conversation, LegalHold, Message, UserSession
from api.settings import Settings

Kind = Literal["unused", "unfinished", "finished"]
HoldKind = Literal["court", "inquest", "safeguarding_review", "complaint"]
HOLDS: tuple[str, ...] = get_args(HoldKind)


@dataclass(frozen=True)
class Line:
    """One kind of record: kept for `days` (0: for good), `due` by now, of which some are `held`."""

    kind: str
    days: int
    due: int
    held: int
    deleted: int


def run(
    session: Session, settings: Settings, *, now: datetime, dry_run: bool = False
) -> list[Line]:
    """Delete what is due, or with `dry_run` say what would be. Each deletion is audited."""
    days: dict[Kind, int] = {
        "unused": settings.retention_unused_days,
        "unfinished": settings.retention_unfinished_days,
        "finished": settings.retention_finished_days,
    }
    lines = [_conversations(session, kind, kept, now, dry_run) for kind, kept in days.items()]
    over = [_invites(session, now, dry_run), _sessions(session, settings, now, dry_run)]
    return [*lines, *over]


def _conversations(session: Session, kind: Kind, days: int, now: datetime, dry_run: bool) -> Line:
    if days == 0:
        return Line(kind, 0, 0, 0, 0)
    until = now - timedelta(days=days)
    old = and_(Conversation.changed_at < until, ~_in_work_since(until))
    due = session.scalars(select(Conversation).where(_is(kind), old)).all()
    held = set(session.scalars(select(LegalHold.conversation_id)))
    free = [conversation for conversation in due if conversation.id not in held]
    if dry_run:
        return Line(kind, days, len(due), len(due) - len(free), 0)
    deleted = sum(_deleted(session, conversation, now) for conversation in free)
    return Line(kind, days, len(due), len(due) - deleted, deleted)


def _in_work_since(until: datetime) -> ColumnElement[bool]:
    """A practitioner has acted on it, and closed it later than that or not at all."""
    late = or_(Casework.closed_at.is_(None), Casework.closed_at >= until)
    return exists().where(Casework.conversation_id == Conversation.id, late)


def _is(kind: Kind) -> ColumnElement[bool]:
    typed = exists().where(Message.conversation_id == Conversation.id, Message.sender == "person")
    finished = Conversation.status == "finished"
    return {
        "unused": ~typed,
        "unfinished": typed & ~finished,
        "finished": typed & finished,
    }[kind]


def _deleted(session: Session, conversation: Conversation, now: datetime) -> bool:
    subject = str(conversation.id)
    try:
        destroy(session, conversation)
    except OnHold:  # since the list was made; the others go all the same
        return False
    write_audit(session, "system", "retained_until", subject, now)
    return True


def _sessions(session: Session, settings: Settings, now: datetime, dry_run: bool) -> Line:
    """Sessions that nobody can go on with hold no words; they go with every run.

    A chat whose lease has run out may still be taken up by a page that was open all the while
    (docs/decisions/0032-exit.md), so it stays until it is as old as a chat may get.
    """
    oldest = now - timedelta(hours=settings.chat_session_hours)
    chats = and_(ChatSession.ends_at <= now, ChatSession.started_at <= oldest)
    count = 0
    for table, over in ((ChatSession, chats), (UserSession, UserSession.ends_at <= now)):
        count += len(session.scalars(select(table.token_hash).where(over)).all())
        if not dry_run:
            session.execute(delete(table).where(over))
    return Line("sessions", 0, count, 0, 0 if dry_run else count)


def _invites(session: Session, now: datetime, dry_run: bool) -> Line:
    """Codes that brought nobody and can bring nobody any more hold the reference of a case: they
    go with every run. One that was used goes with its conversation."""
    over = InviteRepository(session).over(now)
    if not dry_run:
        for invite in over:
            session.delete(invite)
    return Line("invites", 0, len(over), 0, 0 if dry_run else len(over))


def hold(session: Session, conversation_id: UUID, kind: str, *, actor: str, now: datetime) -> None:
    """Keep a conversation whatever its age. Raises NotFound, BadMessage."""
    if kind not in HOLDS:
        raise BadMessage("hold", known=", ".join(HOLDS))
    # Locked, so that it is not erased between this look and the hold.
    if session.get(Conversation, conversation_id, with_for_update=True) is None:
        raise NotFound("conversation")
    if session.get(LegalHold, conversation_id) is None:
        row = LegalHold(conversation_id=conversation_id, kind=kind, at=now, by=actor)
        session.add(row)
        write_audit(session, actor, "held", str(conversation_id), now)


def lift(session: Session, conversation_id: UUID, *, actor: str, now: datetime) -> None:
    """End a hold. Raises NotFound."""
    row = session.get(LegalHold, conversation_id)
    if row is None:
        raise NotFound("hold")
    session.delete(row)
    write_audit(session, actor, "hold_lifted", str(conversation_id), now)
