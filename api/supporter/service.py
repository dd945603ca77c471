"""Who is beside the adult. What changes is a new row, and the one before is ended: who might see
what, and when, can be read later."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.service import vault_of
from api.casework.service import change, finish
from api.errors import Conflict, NotComplete, NotFound
from api.models import Supporter
from api.reader import Reader
from api.supporter.schemas import SupporterIn, SupporterOut
from api.vault.keys import KeyRing
from api.vault.vault import Vault


def supporters_of(session: Session, vault: Vault, conversation_id: UUID) -> list[SupporterOut]:
    """Return everybody: who must not be contacted first, those who are no longer there last."""
    mine = select(Supporter).where(Supporter.conversation_id == conversation_id)
    place = (Supporter.ended_at.is_not(None), Supporter.do_not_contact.desc(), Supporter.at)
    return [_supporter_out(vault, row) for row in session.scalars(mine.order_by(*place))]


def _supporter_out(vault: Vault, row: Supporter) -> SupporterOut:
    plain = {name: getattr(row, name) for name in SupporterOut.model_fields if name != "details"}
    return SupporterOut.model_validate(
        plain | {"details": vault.open_json(row.details, _where(row))}
    )


def add(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    given: SupporterIn,
    *,
    now: datetime,
    version: int | None = None,
) -> UUID:
    """Add somebody. Raises NotComplete, naming the parts."""
    casework = change(session, reader, conversation_id, version)
    if missing := _missing(given):
        raise NotComplete(*missing)
    row = Supporter(id=uuid4(), conversation_id=conversation_id, by=reader.actor, at=now)
    for name in ("role", "may_see", "do_not_contact"):
        setattr(row, name, getattr(given, name))
    vault = vault_of(session, keys, conversation_id)
    row.details = vault.seal_json(given.details.model_dump(), _where(row))
    session.add(row)
    finish(session, reader, casework, "supporter_added", now)
    return row.id


def _missing(given: SupporterIn) -> list[str]:
    missing = [] if given.details.name.strip() else ["name"]
    missing += [name for name in ("role", "may_see") if getattr(given, name) is None]
    # Whoever must not be told that we are here must not be shown it on paper either.
    if given.do_not_contact and given.may_see not in (None, "nothing"):
        missing.append("may_see")
    if given.do_not_contact and not given.details.notes.strip():
        missing.append("notes")
    return missing


def end(
    session: Session,
    reader: Reader,
    conversation_id: UUID,
    supporter_id: UUID,
    *,
    now: datetime,
    version: int | None = None,
) -> None:
    """Note that they are beside the adult no longer; the row stays. Raises NotFound, Conflict."""
    casework = change(session, reader, conversation_id, version)
    row = session.get(Supporter, supporter_id)
    if row is None or row.conversation_id != conversation_id:
        raise NotFound("supporter")
    if row.ended_at is not None:
        raise Conflict("supporter_ended")
    row.ended_at, row.ended_by = now, reader.actor
    finish(session, reader, casework, "supporter_ended", now)


def _where(row: Supporter) -> str:
    return f"supporter.details:{row.id}"
