"""Somebody begins with a code: the conversation belongs to the case, and is with whoever gave the
code. A code that is not good is answered alike and after the same time, whatever is wrong with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from api.access.handback import free
from api.audit.service import write as write_audit
from api.case.repository import CaseRepository
from api.case.service import add_link, reference_in
from api.chat.codes import hash_code
from api.core.access import may
from api.errors import CodeNotGood
from api.invite.repository import InviteRepository
from api.invite.seal import open_reference
from api.invite.service import is_connected
from api.limits import allow
from api.models import Allocation, Conversation, Invite
from api.vault.keys import KeyRing
from api.vault.vault import open_vault

LONGEST = 500


def hashed(entered: str | None, keys: KeyRing, *, tries: str, client: str) -> bytes | None:
    """Return what is kept of the code; None where none was typed. Slow on purpose, so before the
    database is held. Raises TooManyTries."""
    if entered is None or not entered.strip():
        return None
    allow(tries, "invite", client)
    return hash_code(entered[:LONGEST], keys)


def redeem(
    session: Session,
    keys: KeyRing,
    conversation: Conversation,
    code_hash: bytes,
    *,
    now: datetime,
) -> None:
    """Link a conversation that has just begun, and give it to who invited. Raises CodeNotGood.

    A code is used up once something was said: until then it can be typed again, as after a page
    that was closed at once, and the conversation in which nobody spoke is let go.
    """
    invites = InviteRepository(session)
    invite = invites.good(code_hash, now)
    reference = _reference(session, keys, invite) if invite else None
    if invite is None or reference is None:
        raise CodeNotGood
    if is_connected(session, keys, reference, invite.user_id):  # named since
        raise CodeNotGood
    if invite.conversation_id is not None:
        _let_go(session, invite.conversation_id, now)
    conversation_id = conversation.id
    vault = open_vault(keys, conversation_id, conversation.wrapped_key)
    add_link(session, keys, vault, conversation_id, reference, "invite", invite.by, now)
    invite.conversation_id, invite.used_at = conversation_id, now
    invite.reference = None
    write_audit(session, "adult", "invite_used", str(conversation_id), now)
    _give(session, invite, conversation_id, now)


def _let_go(session: Session, conversation_id: UUID, now: datetime) -> None:
    """Take a conversation in which nobody spoke out of its case, and from whom it is with."""
    free(session, conversation_id, actor="system", now=now)
    link = CaseRepository(session).link(conversation_id)
    if link is not None:
        session.delete(link)
        session.flush()
    write_audit(session, "system", "case_unlinked", str(conversation_id), now)


@contextmanager
def refusals_noted(
    sessions: sessionmaker[Session], code_hash: bytes | None, now: datetime
) -> Iterator[None]:
    """Write down that a code was refused, known or not: the same work, so the same time. One that
    was good once is shown to who gave it: somebody else may have it."""
    try:
        yield
    except CodeNotGood:
        with sessions.begin() as session:
            whose = InviteRepository(session).note_refused(code_hash or b"", now)
            write_audit(session, "nobody", "invite_refused", str(whose or "unknown"), now)
        raise


def _reference(session: Session, keys: KeyRing, invite: Invite) -> str | None:
    """Return the reference; None where the code was used up, or its case was taken away since."""
    if invite.reference is not None:
        return open_reference(keys, invite, invite.reference)
    before = session.get(Conversation, invite.conversation_id)
    if before is None or InviteRepository(session).was_said(before.id):
        return None
    link = CaseRepository(session).link(before.id)
    vault = open_vault(keys, before.id, before.wrapped_key)
    return reference_in(vault, link) if link else None


def _give(session: Session, invite: Invite, conversation_id: UUID, now: datetime) -> None:
    """Allocate it to who invited. Where they are gone it is nobody's: any colleague may open it."""
    user = InviteRepository(session).inviter(invite)
    if user is None or user.disabled_at is not None or not may(user.role, "allocate_to_oneself"):
        return
    session.add(Allocation(conversation_id=conversation_id, user_id=user.id, at=now, by=invite.by))
    write_audit(session, invite.by, "allocated", str(conversation_id), now)
