"""Who may open a conversation: the role first, then whose it is; and breaking the glass."""

from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

import structlog
from sqlalchemy import ColumnElement, Select, and_, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.access.handback import end_allocation
from api.access.repository import AccessRepository, not_connected, open_to
from api.access.schemas import Colleague, GlassOut
from api.audit.service import write as write_audit
from api.core.access import ALLOWED, Deed
from api.core.words import is_text
from api.errors import BadMessage, Conflict, Connected, NotAllowed, NotFound, NotYours
from api.models import Allocation, BreakGlass, Conversation, User
from api.reader import Reader, must
from api.settings import get_settings
from api.user.signed_in import SignedInUser
from api.vault.keys import KeyRing
from api.vault.vault import Vault, open_vault
from api.watch.counters import GLASS

log = structlog.get_logger(__name__)
Row = TypeVar("Row")
SHORTEST_REASON = 10
READS_RECORDS = ALLOWED["read_conversations"]


def limited(reader: Reader) -> UUID | None:
    """Return the person whose allocations count. A lead sees all; so does the case system, which
    has its own rules about who sees what."""
    if isinstance(reader, SignedInUser) and reader.role == "practitioner":
        return reader.id
    return None


def visible(reader: Reader, now: datetime) -> ColumnElement[bool] | None:
    """Return what narrows a query to the conversations that the reader may open; None for all."""
    if not isinstance(reader, SignedInUser):
        return None
    person, apart = limited(reader), unconnected(reader)
    return apart if person is None else and_(open_to(person, now), apart)


def only_visible(
    query: Select[Row], of: InstrumentedAttribute[UUID], reader: Reader, now: datetime
) -> Select[Row]:
    """Return the query without the rows whose conversation, by `of`, the reader may not open."""
    narrowed = visible(reader, now)
    if narrowed is None:
        return query
    return query.join(Conversation, Conversation.id == of).where(narrowed)


def unconnected(reader: Reader) -> ColumnElement[bool]:
    """Return what leaves out the conversations that do not exist for the reader."""
    return not_connected(reader.id) if isinstance(reader, SignedInUser) else true()


def must_open(
    session: Session,
    reader: Reader,
    conversation_id: UUID,
    deed: Deed = "read_conversations",
    *,
    now: datetime,
) -> Conversation:
    """Return the conversation. Raises NotAllowed for the role, NotFound, Connected for whoever has
    a conflict of interest, or NotYours where it is with a colleague."""
    must(reader, deed)
    conversation = conversation_of(session, conversation_id)
    access = AccessRepository(session)
    _must_not_be_connected(access, reader, conversation_id)
    person = limited(reader)
    if person is None:
        return conversation
    holders = access.allocated(conversation_id)
    if holders and person not in holders and not access.has_glass(conversation_id, person, now):
        raise NotYours
    return conversation


def _must_not_be_connected(access: AccessRepository, reader: Reader, conversation_id: UUID) -> None:
    """A case system's token is nobody's relative: its own rules say who sees what."""
    if isinstance(reader, SignedInUser) and access.is_connected(conversation_id, reader.id):
        raise Connected


def allocate(
    session: Session, reader: Reader, conversation_id: UUID, username: str, *, now: datetime
) -> None:
    """Give a conversation to a practitioner. Leads give any to anybody; a practitioner takes on
    what they may open, for themselves. Raises NotAllowed, NotFound, NotYours, or Conflict for
    whoever has an interest in it."""
    user = _person(session, username)
    _may_allocate(session, reader, conversation_id, user, now)
    if user is None or user.disabled_at is not None or user.role not in READS_RECORDS:
        raise NotFound("account")
    if AccessRepository(session).is_connected(conversation_id, user.id):
        raise Conflict("interest")
    if session.get(Allocation, (conversation_id, user.id)) is None:
        session.add(
            Allocation(conversation_id=conversation_id, user_id=user.id, at=now, by=reader.actor)
        )
        write_audit(session, reader.actor, "allocated", str(conversation_id), now)


def release(
    session: Session, reader: Reader, conversation_id: UUID, username: str, *, now: datetime
) -> None:
    """Take a conversation from a practitioner; or give one's own back. Raises NotAllowed, NotFound,
    NotYours."""
    user = _person(session, username)
    _may_allocate(session, reader, conversation_id, user, now)
    row = session.get(Allocation, (conversation_id, user.id)) if user else None
    if row is None:
        raise NotFound("allocation")
    end_allocation(session, row, actor=reader.actor, now=now)


def _person(session: Session, username: str) -> User | None:
    return session.query(User).filter(User.username == username).one_or_none()


def _may_allocate(
    session: Session, reader: Reader, conversation_id: UUID, user: User | None, now: datetime
) -> None:
    """Raises NotAllowed where neither the role nor its being one's own allows it."""
    itself = isinstance(reader, SignedInUser) and user is not None and user.id == reader.id
    deed: Deed = "allocate_to_oneself" if itself else "allocate"
    must_open(session, reader, conversation_id, deed, now=now)
    holders = AccessRepository(session).allocated(conversation_id)
    # What was opened in need stays the colleague's: looking is one thing, taking it on another.
    if limited(reader) and holders and reader.id not in holders:
        raise NotYours


def vault_of(session: Session, keys: KeyRing, conversation_id: UUID) -> Vault:
    """Return what seals and opens the words of a conversation. Ask `must_open` first."""
    conversation = conversation_of(session, conversation_id)
    return open_vault(keys, conversation.id, conversation.wrapped_key)


def allocated_to(session: Session, conversation_id: UUID) -> list[Colleague]:
    """Return those whose conversation it is, by name. Ask `must_open` first."""
    rows = AccessRepository(session).holders([conversation_id])
    return rows.get(conversation_id, [])


def loads(session: Session, reader: Reader) -> dict[UUID, int]:
    """Return how many conversations each colleague has in hand. Raises NotAllowed."""
    must(reader, "allocate")
    return AccessRepository(session).loads()


def could_open(session: Session, user: User, conversation_id: UUID, *, now: datetime) -> bool:
    """Tell whether somebody who is not here could open the conversation."""
    signed_in = SignedInUser(id=user.id, username=user.username, role=user.role, csrf="")
    try:
        must_open(session, signed_in, conversation_id, now=now)
    except (NotAllowed, NotYours):
        return False
    return user.disabled_at is None


def who_could_open(
    session: Session, reader: Reader, conversation_id: UUID, *, now: datetime
) -> list[Colleague]:
    """Return the reader's colleagues who could open it, by name. Ask `must_open` first."""
    return [
        Colleague(id=user.id, name=user.username)
        for user in AccessRepository(session).staff()
        if user.id != reader.id and could_open(session, user, conversation_id, now=now)
    ]


def break_glass(
    session: Session,
    keys: KeyRing,
    user: SignedInUser,
    conversation_id: UUID,
    reason: str,
    *,
    now: datetime,
) -> None:
    """Open a colleague's conversation for some hours. Leads are alerted, and read the reason.

    Raises NotAllowed, Connected, NotFound, or BadMessage without a reason.
    """
    must(user, "read_conversations")
    conversation = conversation_of(session, conversation_id)
    _must_not_be_connected(AccessRepository(session), user, conversation_id)
    if len(reason.strip()) < SHORTEST_REASON or not is_text(reason):
        raise BadMessage("reason")
    vault = open_vault(keys, conversation.id, conversation.wrapped_key)
    hours = timedelta(hours=get_settings().break_glass_hours)
    glass = BreakGlass(
        id=uuid4(), conversation_id=conversation_id, user_id=user.id, at=now, ends_at=now + hours
    )
    glass.reason = vault.seal(reason, f"break_glass.reason:{glass.id}")
    session.add(glass)
    write_audit(session, user.actor, "broke_glass", str(conversation_id), now)
    GLASS.inc()
    log.warning("glass_broken", actor=user.actor, conversation=str(conversation_id))


def broken_glass(
    session: Session, keys: KeyRing, reader: Reader, *, now: datetime
) -> list[GlassOut]:
    """Return what leads have to look at, with the reasons. Raises NotAllowed."""
    must(reader, "review_glass")
    write_audit(session, reader.actor, "read_glass", "all", now)
    return [
        GlassOut(
            id=glass.id,
            conversation_id=glass.conversation_id,
            username=user.username,
            at=glass.at,
            ends_at=glass.ends_at,
            seen_by=glass.seen_by,
            reason=open_vault(keys, conversation.id, conversation.wrapped_key).open(
                glass.reason, f"break_glass.reason:{glass.id}"
            ),
        )
        for glass, user, conversation in AccessRepository(session).glass(visible(reader, now))
    ]


def glass_seen(session: Session, reader: Reader, glass_id: UUID, *, now: datetime) -> None:
    """Note that a lead has looked at it; nobody clears their own. Raises NotFound, NotAllowed."""
    must(reader, "review_glass")
    glass = session.get(BreakGlass, glass_id)
    if glass is None:
        raise NotFound
    _must_not_be_connected(AccessRepository(session), reader, glass.conversation_id)
    if isinstance(reader, SignedInUser) and glass.user_id == reader.id:
        raise NotAllowed("glass_colleague")
    if glass.seen_at is None:
        glass.seen_at, glass.seen_by = now, reader.actor
        write_audit(session, reader.actor, "glass_seen", str(glass.conversation_id), now)


def conversation_of(session: Session, conversation_id: UUID) -> Conversation:
    """Return the conversation, whoever asks. Raises NotFound."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        raise NotFound("conversation")
    return conversation
