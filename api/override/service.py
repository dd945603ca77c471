"""Record a decision to act against a wish, and have a second person sign it.

Article 8 of the European Convention on Human Rights protects private and family life, so each of
these is an interference that must be lawful, necessary and proportionate. The wish stays as said.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.service import conversation_of
from api.casework.service import change, finish
from api.core.override import missing_to_override
from api.errors import Conflict, NotAllowed, NotComplete, NotFound
from api.language.local import today_at
from api.models import Outcome, Override
from api.override.schemas import OverrideIn, OverrideOut
from api.reader import Reader, must
from api.vault.keys import KeyRing
from api.vault.vault import Vault, open_vault


def overrides_of(session: Session, vault: Vault, conversation_id: UUID) -> list[OverrideOut]:
    """Return every override, oldest first, signed or not."""
    mine = select(Override).where(Override.conversation_id == conversation_id)
    return [_override_out(vault, row) for row in session.scalars(mine.order_by(Override.at))]


def _override_out(vault: Vault, row: Override) -> OverrideOut:
    plain = {name: getattr(row, name) for name in OverrideOut.model_fields if name != "reasons"}
    reasons = vault.open_json(row.details, f"override.details:{row.id}")
    return OverrideOut.model_validate(plain | {"reasons": reasons})


def record(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    given: OverrideIn,
    *,
    now: datetime,
    version: int | None = None,
) -> UUID:
    """Write an override down; it counts once it is signed. Raises NotComplete, naming the parts."""
    casework = change(session, reader, conversation_id, version)
    outcome = session.get(Outcome, given.outcome_id) if given.outcome_id else None
    known = outcome is not None and outcome.conversation_id == conversation_id
    refuse_incomplete(given, has_outcome=known, now=now)
    row = Override(id=uuid4(), conversation_id=conversation_id, by=reader.actor, at=now)
    for name in ("wish", "basis", "decided_on", "told"):
        setattr(row, name, getattr(given, name))
    row.outcome_id = given.outcome_id if given.wish == "outcome" else None
    conversation = conversation_of(session, conversation_id)
    vault = open_vault(keys, conversation.id, conversation.wrapped_key)
    row.details = vault.seal_json(given.reasons.model_dump(), f"override.details:{row.id}")
    session.add(row)
    finish(session, reader, casework, "override_written", now)
    return row.id


def refuse_incomplete(given: OverrideIn, *, has_outcome: bool, now: datetime) -> None:
    fields = given.reasons.model_dump() | {
        "wish": given.wish or "",
        "basis": given.basis or "",
        "decided_on": str(given.decided_on or ""),
        "told_choice": given.told or "",
    }
    missing = missing_to_override(fields, has_outcome=has_outcome)
    if given.decided_on is not None and given.decided_on > today_at(now):
        missing.append("decided_on")
    if missing:
        raise NotComplete(*missing)


def sign(
    session: Session,
    reader: Reader,
    conversation_id: UUID,
    override_id: UUID,
    answer: Literal["agreed", "refused"],
    *,
    now: datetime,
    version: int | None = None,
) -> None:
    """Sign as the second person. Raises NotAllowed for who wrote it, Conflict if it is signed."""
    must(reader, "sign_override")
    casework = change(session, reader, conversation_id, version)
    row = session.get(Override, override_id)
    if row is None or row.conversation_id != conversation_id:
        raise NotFound("override")
    if row.by == reader.actor:
        raise NotAllowed("second_person")
    if row.signed is not None:
        raise Conflict("signed")
    row.signed, row.signed_by, row.signed_at = answer, reader.actor, now
    finish(session, reader, casework, f"override_{answer}", now)
