"""A tidy wording beside the person's words. Each is a version, and none stands in their place."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.service import conversation_of
from api.casework.service import change, finish
from api.core.words import is_text
from api.errors import ChangedMeanwhile, NotComplete, NotFound
from api.models import Outcome, Summary
from api.reader import Reader
from api.summary.schemas import SummaryOut
from api.vault.keys import KeyRing
from api.vault.vault import Vault, open_vault


def summaries_of(session: Session, vault: Vault, conversation_id: UUID) -> list[SummaryOut]:
    """Return every wording, oldest first."""
    mine = select(Summary).where(Summary.conversation_id == conversation_id)
    rows = session.scalars(mine.order_by(Summary.outcome_id, Summary.number)).all()
    return [
        SummaryOut(
            outcome_id=row.outcome_id,
            number=row.number,
            text=vault.open(row.words, _where(row)),
            by=row.by,
            at=row.at,
        )
        for row in rows
    ]


def write(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    outcome_id: UUID,
    text: str,
    *,
    now: datetime,
    seen: int | None = None,
    version: int | None = None,
) -> None:
    """Add a wording; audited. `seen` is the number of the newest that the writer saw, 0 for none.

    Raises NotFound, NotComplete, or ChangedMeanwhile where a colleague wrote since.
    """
    casework = change(session, reader, conversation_id, version)
    outcome = session.get(Outcome, outcome_id)
    if outcome is None or outcome.conversation_id != conversation_id:
        raise NotFound("outcome")
    if not text.strip() or not is_text(text):
        raise NotComplete("summary")
    numbers = select(Summary.number).where(Summary.outcome_id == outcome_id)
    newest = session.scalar(numbers.order_by(Summary.number.desc()).limit(1)) or 0
    if seen is not None and seen != newest:
        raise ChangedMeanwhile
    row = Summary(
        id=uuid4(),
        conversation_id=conversation_id,
        outcome_id=outcome_id,
        number=newest + 1,
        by=reader.actor,
        at=now,
    )
    conversation = conversation_of(session, conversation_id)
    vault = open_vault(keys, conversation.id, conversation.wrapped_key)
    row.words = vault.seal(text, _where(row))
    session.add(row)
    finish(session, reader, casework, "summary_written", now)


def _where(row: Summary) -> str:
    return f"summary.words:{row.id}"
