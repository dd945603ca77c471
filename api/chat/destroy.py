"""The one way in which a conversation goes: with its key, and never while a legal hold stands."""

import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.errors import OnHold
from api.leftovers import going
from api.models import Conversation, LegalHold


def destroy(session: Session, conversation: Conversation) -> None:
    """Delete the conversation with its key, so that no backup of its words can be read either. Once
    it is committed, `leave_nothing_behind` does the rest. Raises OnHold, and then nothing of it was
    touched."""
    mine = Conversation.id == conversation.id
    # Locked first: no hold comes between this look and the end.
    session.execute(select(Conversation.id).where(mine).with_for_update())
    if session.get(LegalHold, conversation.id, populate_existing=True) is not None:
        raise OnHold
    going(session, conversation.id)
    conversation.wrapped_key = secrets.token_bytes(len(conversation.wrapped_key))
    session.flush()  # the key is written over before the row goes
    session.execute(delete(Conversation).where(mine))
