"""Keep what was found about the adult's capacity, each for one decision on one day. Nothing here
says that somebody "has no capacity"."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.service import vault_of
from api.capacity.schemas import CapacityIn, CapacityOut
from api.casework.service import change, finish
from api.core.capacity import missing_in_capacity
from api.errors import NotComplete
from api.language.local import today_at
from api.models import Capacity
from api.reader import Reader
from api.vault.keys import KeyRing
from api.vault.vault import Vault

PLAIN = ("finding", "assessed_on", "representative", "look_again_on")


def capacity_of(session: Session, vault: Vault, conversation_id: UUID) -> list[CapacityOut]:
    """Return every record, the newest day first."""
    mine = select(Capacity).where(Capacity.conversation_id == conversation_id)
    newest_first = mine.order_by(Capacity.assessed_on.desc(), Capacity.at.desc())
    return [_capacity_out(vault, row) for row in session.scalars(newest_first)]


def _capacity_out(vault: Vault, row: Capacity) -> CapacityOut:
    plain = {name: getattr(row, name) for name in CapacityOut.model_fields if name != "reasons"}
    return CapacityOut.model_validate(
        plain | {"reasons": vault.open_json(row.details, _where(row))}
    )


def record(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    given: CapacityIn,
    *,
    now: datetime,
    version: int | None = None,
) -> UUID:
    """Add a record; the ones before stay. Raises NotComplete, naming the parts."""
    casework = change(session, reader, conversation_id, version)
    _refuse_incomplete(given, now)
    row = Capacity(id=uuid4(), conversation_id=conversation_id, by=reader.actor, at=now)
    for name in PLAIN:
        setattr(row, name, getattr(given, name))
    lacks = given.finding == "lacks"
    row.unable = list(given.unable) if lacks else []
    row.representative = given.representative if lacks else None
    vault = vault_of(session, keys, conversation_id)
    row.details = vault.seal_json(given.reasons.model_dump(), _where(row))
    session.add(row)
    finish(session, reader, casework, "capacity_recorded", now)
    return row.id


def _refuse_incomplete(given: CapacityIn, now: datetime) -> None:
    fields = given.reasons.model_dump() | {
        "finding": given.finding or "",
        "representative": given.representative or "",
    }
    missing = missing_in_capacity(
        fields,
        given.unable,
        assessed_on=given.assessed_on,
        look_again_on=given.look_again_on,
        today=today_at(now),
    )
    if missing:
        raise NotComplete(*missing)


def _where(row: Capacity) -> str:
    return f"capacity.details:{row.id}"
