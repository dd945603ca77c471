"""Link a conversation to one of the council's cases. The link opens nothing to anybody
(docs/decisions/0071-cases.md)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from api.access.service import unconnected, vault_of, visible
from api.case.look_up import look_up
from api.case.repository import CaseRepository
from api.case.schemas import CaseIn, CaseKey, CaseOut, OfCase, Way
from api.casework.service import change, finish
from api.core.reference import is_reference, tidy_reference
from api.errors import ChangedMeanwhile, NotComplete, NotFound
from api.invite.repository import InviteRepository
from api.models import CaseLink
from api.reader import Reader, must
from api.vault.keys import KeyRing
from api.vault.vault import Vault


def case_of(
    session: Session, vault: Vault, reader: Reader, conversation_id: UUID, *, now: datetime
) -> CaseOut | None:
    """Return its case, with the others of it that the reader may open, oldest first. Ask
    `must_open` first."""
    cases = CaseRepository(session)
    link = cases.link(conversation_id)
    if link is None:
        return None
    able = cases.others(link, visible(reader, now))
    there = cases.others(link, unconnected(reader))
    return CaseOut.model_validate(
        {
            "reference": reference_in(vault, link),
            "key": link.look_up.hex(),
            "way": link.way,
            "by": link.by,
            "at": link.at,
            "others": [
                OfCase(conversation_id=one.id, role=one.role, started_at=one.started_at)
                for one in able
            ],
            "closed": len(there) - len(able),
        }
    )


def link(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    given: CaseIn,
    *,
    now: datetime,
    version: int | None = None,
    seen: str | None = None,
) -> None:
    """Link it to the case of that reference, or put the reference right.

    `seen` is the reference that the form showed, "" for none. Raises NotComplete, or
    ChangedMeanwhile where it is another by now.
    """
    casework = change(session, reader, conversation_id, version)
    reference, vault = checked(given.reference), vault_of(session, keys, conversation_id)
    before = CaseRepository(session).link(conversation_id)
    stands = reference_in(vault, before) if before else ""
    if seen is not None and seen != stands:
        raise ChangedMeanwhile
    if reference == stands:
        return
    if before is not None:  # put right: how it came to the case stays as it was
        _write(before, keys, vault, reference)
        finish(session, reader, casework, "case_changed", now)
        return
    # Taken out and linked again, it still began with a code, which proves nobody.
    way: Way = "invite" if InviteRepository(session).brought(conversation_id) else "reference"
    add_link(session, keys, vault, conversation_id, reference, way, reader.actor, now)
    finish(session, reader, casework, "case_linked", now)


def unlink(
    session: Session,
    reader: Reader,
    conversation_id: UUID,
    *,
    now: datetime,
    version: int | None = None,
) -> None:
    """Take it out of its case. Raises NotFound where it is in none."""
    casework = change(session, reader, conversation_id, version)
    link = CaseRepository(session).link(conversation_id)
    if link is None:
        raise NotFound("case")
    session.delete(link)
    finish(session, reader, casework, "case_unlinked", now)


def key_for(keys: KeyRing, reader: Reader, reference: str) -> CaseKey:
    """Return what a case is filtered by, whether there is one or not. Raises NotAllowed,
    NotComplete."""
    must(reader, "read_conversations")
    return CaseKey(case=look_up(keys, checked(reference)).hex())


def checked(typed: str) -> str:
    """Return the reference as it is shown. Raises NotComplete."""
    reference = tidy_reference(typed)
    if not is_reference(reference):
        raise NotComplete("case_reference")
    return reference


def add_link(
    session: Session,
    keys: KeyRing,
    vault: Vault,
    conversation_id: UUID,
    reference: str,
    way: Way,
    by: str,
    now: datetime,
) -> None:
    row = CaseLink(conversation_id=conversation_id, way=way, by=by, at=now)
    _write(row, keys, vault, reference)
    session.add(row)
    session.flush()


def _write(row: CaseLink, keys: KeyRing, vault: Vault, reference: str) -> None:
    row.look_up = look_up(keys, reference)
    row.reference = vault.seal(reference, _where(row.conversation_id))


def reference_in(vault: Vault, link: CaseLink) -> str:
    return vault.open(link.reference, _where(link.conversation_id))


def _where(conversation_id: UUID) -> str:
    return f"case_link.reference:{conversation_id}"
