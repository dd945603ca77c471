"""Make a code for a case, see what became of it, take it back
(docs/decisions/0072-invites.md)."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from api.access.repository import AccessRepository
from api.access.service import must_open, vault_of
from api.audit.service import write as write_audit
from api.case.look_up import look_up
from api.case.repository import CaseRepository
from api.case.service import checked, reference_in
from api.chat.codes import hash_code, word_list
from api.errors import Connected, NotFound, ServiceError
from api.invite.repository import InviteRepository
from api.invite.schemas import InviteOut, InviteState, NewInvite
from api.invite.seal import open_reference, seal_reference
from api.models import Invite
from api.reader import Reader, must
from api.settings import get_settings
from api.user.signed_in import SignedInUser
from api.vault.keys import KeyRing

WORDS_IN_CODE = 4  # 43 bits: tries are counted, it is good once, for some days, and opens nothing


def make_invite(
    session: Session, keys: KeyRing, reader: Reader, reference: str, *, now: datetime
) -> NewInvite:
    """Return a new code for a case. Raises NotAllowed, NotComplete, or Connected for whoever has a
    conflict of interest in the case."""
    must(reader, "invite")
    reference = checked(reference)
    person = user_id_of(reader)
    code = " ".join(secrets.choice(word_list()) for _ in range(WORDS_IN_CODE))
    kept = hash_code(code, keys)  # slow on purpose, so before the database is held
    if is_connected(session, keys, reference, person):
        raise Connected
    row = Invite(id=uuid4(), by=reader.actor, user_id=person, made_at=now)
    row.code_hash = kept
    row.ends_at = now + timedelta(days=get_settings().invite_days)
    row.reference = seal_reference(keys, row, reference)
    InviteRepository(session).add(row)
    write_audit(session, reader.actor, "invite_made", str(row.id), now)
    return NewInvite(id=row.id, code=code, ends_at=row.ends_at)


def is_connected(session: Session, keys: KeyRing, reference: str, person: UUID | None) -> bool:
    """Tell whether they are named as connected with somebody in the case."""
    key = look_up(keys, reference)
    return person is not None and CaseRepository(session).is_connected(key, person)


def user_id_of(reader: Reader) -> UUID | None:
    """Return whose a conversation can become: a case system's program is nobody."""
    return reader.id if isinstance(reader, SignedInUser) else None


def listed(session: Session, keys: KeyRing, reader: Reader, *, now: datetime) -> list[InviteOut]:
    """Return one's own invites, and for a lead everybody's; the newest first. A colleague's for
    somebody they are connected with does not exist for them. Raises NotAllowed."""
    must(reader, "invite")
    rows = [
        row
        for row in InviteRepository(session).of(_whose(reader))
        if not _is_hidden(session, keys, reader, row)
    ]
    write_audit(session, reader.actor, "listed", "invites", now)
    return [_out(session, keys, reader, row, now) for row in rows]


def _is_hidden(session: Session, keys: KeyRing, reader: Reader, row: Invite) -> bool:
    """Tell whether a colleague gave it to somebody with whom the reader is connected."""
    person = user_id_of(reader)
    if person is None or row.by == reader.actor:
        return False
    if row.reference is not None:
        return is_connected(session, keys, open_reference(keys, row, row.reference), person)
    brought = row.conversation_id
    return brought is not None and AccessRepository(session).is_connected(brought, person)


def revoke(
    session: Session, keys: KeyRing, reader: Reader, invite_id: UUID, *, now: datetime
) -> None:
    """Take a code back: it is good for nothing any more. Raises NotAllowed, or NotFound also for a
    colleague's and for one that was used."""
    must(reader, "invite")
    row, whose = InviteRepository(session).get(invite_id), _whose(reader)
    if (
        row is None
        or (whose is not None and row.by != whose)
        or _is_hidden(session, keys, reader, row)
        or state_of(session, row, now) != "waiting"
    ):
        raise NotFound("invite")
    row.revoked_at = now
    write_audit(session, reader.actor, "invite_revoked", str(row.id), now)


def state_of(session: Session, row: Invite, now: datetime) -> InviteState:
    """Tell what a code is good for. Until something was said with it, it can still be typed."""
    if row.revoked_at is not None:
        return "revoked"
    if row.conversation_id and InviteRepository(session).was_said(row.conversation_id):
        return "used"
    return "waiting" if row.ends_at > now else "ended"


def _whose(reader: Reader) -> str | None:
    return None if reader.role == "lead" else reader.actor


def _out(session: Session, keys: KeyRing, reader: Reader, row: Invite, now: datetime) -> InviteOut:
    reference, brought = None, row.conversation_id
    if row.reference is not None:
        reference = open_reference(keys, row, row.reference)
    elif brought is not None and may_open(session, reader, brought, now):
        link = CaseRepository(session).link(brought)
        reference = reference_in(vault_of(session, keys, brought), link) if link else None
    else:
        brought = None
    state = state_of(session, row, now)
    return InviteOut(
        id=row.id,
        state=state,
        by=row.by,
        made_at=row.made_at,
        ends_at=row.ends_at,
        used_at=row.used_at if state == "used" else None,
        refused_at=row.refused_at,
        reference=reference,
        conversation_id=brought if state != "waiting" else None,
    )


def may_open(session: Session, reader: Reader, conversation_id: UUID, now: datetime) -> bool:
    try:
        must_open(session, reader, conversation_id, now=now)
    except ServiceError:
        return False
    return True
