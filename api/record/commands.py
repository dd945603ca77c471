"""Commands from a client other than the bot."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from api.access.service import must_open
from api.audit.service import write as write_audit
from api.command.schemas import Command
from api.command.service import Recorder
from api.core.clock import utc_now
from api.reader import Reader
from api.vault.keys import KeyRing
from api.vault.vault import open_vault


def apply(
    session: Session,
    keys: KeyRing,
    reader: Reader,
    conversation_id: UUID,
    commands: Sequence[Command],
) -> None:
    """Apply all of them or none. Raises NotAllowed, NotFound or CommandRefused; the change is
    audited."""
    now = utc_now()
    conversation = must_open(session, reader, conversation_id, "record", now=now)
    session.refresh(conversation, with_for_update=True)  # a turn may be under way
    vault = open_vault(keys, conversation.id, conversation.wrapped_key)
    Recorder(session, vault, conversation, conversation.last_seq, "", now).apply(commands)
    conversation.version += 1
    conversation.changed_at = now
    write_audit(session, reader.actor, "recorded", str(conversation_id), now)
