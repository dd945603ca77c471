"""Keep what the adult was told by telephone, on a visit or in a letter, and what they said."""

from datetime import UTC, datetime, time
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.service import conversation_of
from api.casework.service import change, finish
from api.core.words import is_text
from api.errors import NotComplete
from api.language.local import today_at
from api.models import Informed
from api.reader import Reader
from api.told.schemas import How, InformedIn, InformedOut
from api.vault.keys import KeyRing
from api.vault.vault import Vault, open_vault


def log_of(session: Session, vault: Vault, conversation_id: UUID) -> list[InformedOut]:
    """Return what they were told, oldest first."""
    mine = select(Informed).where(Informed.conversation_id == conversation_id)
    return [
        InformedOut(
            told_on=row.told_on,
            how=cast("How", row.how),
            text=vault.open(row.words, f"informed.words:{row.id}"),
            answer=vault.open(row.answer, f"informed.answer:{row.id}") if row.answer else None,
            by=row.by,
            at=row.at,
        )
        for row in session.scalars(mine.order_by(Informed.told_on, Informed.at))
    ]


def inform(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    given: InformedIn,
    *,
    now: datetime,
    version: int | None = None,
) -> None:
    """Add to the log; audited. Raises NotComplete where nothing was told, or on a day to come."""
    casework = change(session, reader, conversation_id, version)
    wrong = [] if given.text.strip() and is_text(given.text + given.answer) else ["text"]
    if given.told_on > today_at(now):
        wrong.append("told_on")
    if wrong:
        raise NotComplete(*wrong)
    conversation = conversation_of(session, conversation_id)
    vault = open_vault(keys, conversation.id, conversation.wrapped_key)
    row = Informed(id=uuid4(), conversation_id=conversation_id, by=reader.actor, at=now)
    row.told_on, row.how = given.told_on, given.how
    row.words = vault.seal(given.text, f"informed.words:{row.id}")
    if given.answer.strip():
        row.answer = vault.seal(given.answer, f"informed.answer:{row.id}")
    session.add(row)
    told = min(now, datetime.combine(given.told_on, time(12), UTC))
    casework.informed_at = max(filter(None, (casework.informed_at, told)))
    finish(session, reader, casework, "informed", now)
