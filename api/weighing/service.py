"""Weigh a wish in columns: a version each time, none written over, and the person's own voice has a
column that nobody may leave out by forgetting it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.service import vault_of
from api.casework.service import change, finish
from api.errors import ChangedMeanwhile, NotComplete, NotFound
from api.models import Outcome, Weighing
from api.reader import Reader
from api.vault.keys import KeyRing
from api.vault.vault import Vault
from api.weighing.schemas import Columns, WeighingOut


def weighings_of(session: Session, vault: Vault, conversation_id: UUID) -> list[WeighingOut]:
    """Return every version, oldest first."""
    mine = select(Weighing).where(Weighing.conversation_id == conversation_id)
    rows = session.scalars(mine.order_by(Weighing.outcome_id, Weighing.number)).all()
    return [
        WeighingOut(
            outcome_id=row.outcome_id,
            number=row.number,
            columns=Columns.model_validate(vault.open_json(row.details, _where(row))),
            by=row.by,
            at=row.at,
        )
        for row in rows
    ]


def weigh(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    outcome_id: UUID,
    given: Columns,
    *,
    now: datetime,
    seen: int | None = None,
    version: int | None = None,
) -> None:
    """Add a version; audited. `seen` is the number of the newest that the writer saw, 0 for none.

    Raises NotFound, NotComplete (naming each empty column: "not asked yet" is an answer too), or
    ChangedMeanwhile where a colleague wrote since.
    """
    casework = change(session, reader, conversation_id, version)
    outcome = session.get(Outcome, outcome_id)
    if outcome is None or outcome.conversation_id != conversation_id:
        raise NotFound("outcome")
    columns = given.model_dump()
    if empty := [name for name, text in columns.items() if not text.strip()]:
        raise NotComplete(*empty)
    numbers = select(Weighing.number).where(Weighing.outcome_id == outcome_id)
    newest = session.scalar(numbers.order_by(Weighing.number.desc()).limit(1)) or 0
    if seen is not None and seen != newest:
        raise ChangedMeanwhile
    row = Weighing(id=uuid4(), conversation_id=conversation_id, outcome_id=outcome_id)
    row.number, row.by, row.at = newest + 1, reader.actor, now
    vault = vault_of(session, keys, conversation_id)
    row.details = vault.seal_json(columns, _where(row))
    session.add(row)
    finish(session, reader, casework, "wish_weighed", now)


def _where(row: Weighing) -> str:
    return f"weighing.details:{row.id}"
