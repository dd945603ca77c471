"""Wrap every conversation's key anew with the newest key-encryption key, while people go on."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from api.models import Conversation
from api.vault.keys import KeyRing, KeyUnusable
from api.vault.vault import unwrap, wrap

BATCH = 200


def rewrap(sessions: sessionmaker[Session], keys: KeyRing) -> int:
    """Return how many were wrapped anew; those that have the newest already are left. Short
    transactions: nobody waits for longer than one."""
    done, last = 0, UUID(int=0)
    while True:
        with sessions.begin() as session:
            query = select(Conversation.id, Conversation.wrapped_key)
            rows = session.execute(
                query.where(Conversation.id > last).order_by(Conversation.id).limit(BATCH)
            ).all()
            for row in rows:
                done += _rewrap_one(session, keys, row.id, row.wrapped_key)
        if not rows:
            return done
        last = rows[-1].id


def _rewrap_one(session: Session, keys: KeyRing, conversation_id: UUID, wrapped: bytes) -> bool:
    if _is_newest(keys, conversation_id, wrapped):
        return False
    fresh = wrap(keys, conversation_id, unwrap(keys, conversation_id, wrapped))
    # Only where it is still what was read: erased meanwhile, it must not come back.
    mine = (Conversation.id == conversation_id, Conversation.wrapped_key == wrapped)
    session.execute(update(Conversation).where(*mine).values(wrapped_key=fresh))
    return True


def _is_newest(keys: KeyRing, conversation_id: UUID, wrapped: bytes) -> bool:
    try:
        unwrap(KeyRing((keys.newest,)), conversation_id, wrapped)
    except KeyUnusable:
        return False
    return True
