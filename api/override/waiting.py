"""Which overrides wait for the second person: none counts until somebody has read and signed it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.service import only_visible
from api.core.access import may
from api.models import Override
from api.override.schemas import ToSign
from api.reader import Reader, must


def to_sign(session: Session, reader: Reader, *, now: datetime) -> list[ToSign]:
    """Return what the reader may sign, oldest first, as a part of a queue whose look is audited;
    nothing for a role that signs none. Nobody signs their own. Raises NotAllowed."""
    must(reader, "read_conversations")
    if not may(reader.role, "sign_override"):
        return []
    query = select(Override).where(Override.signed.is_(None), Override.by != reader.actor)
    seen = only_visible(query, Override.conversation_id, reader, now)
    rows = session.scalars(seen.order_by(Override.at))
    return [ToSign.model_validate(row, from_attributes=True) for row in rows]
