"""Does the key fit the database? Asked once, at start: with another key nothing would open."""

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from api.models import Conversation
from api.vault.keys import KeyRing
from api.vault.vault import open_vault


def refuse_wrong_key(sessions: sessionmaker[Session], keys: KeyRing) -> None:
    """Raise KeyUnusable where the newest conversation does not open with these keys."""
    newest = select(Conversation.id, Conversation.wrapped_key)
    try:
        with sessions() as session:
            row = session.execute(newest.order_by(Conversation.started_at.desc()).limit(1)).first()
    except SQLAlchemyError:
        return  # the database is away: the health check says so
    if row is not None:
        open_vault(keys, row.id, row.wrapped_key)
