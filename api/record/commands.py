"""Commands from a client other than the bot."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.command.schemas import Command
from api.command.service import Recorder
from api.core.clock import utc_now
from api.errors import NotFound
from api.reader import Reader, must
from api.record.repository import RecordRepository
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
    must(reader, "record")
    conversation = RecordRepository(session).conversation(conversation_id)
    if conversation is None:
        raise NotFound("There is no such conversation.")
    vault, now = open_vault(keys, conversation.id, conversation.wrapped_key), utc_now()
    Recorder(session, vault, conversation, conversation.last_seq, "", now).apply(commands)
    conversation.version += 1
    conversation.changed_at = now
    write_audit(session, reader.actor, "recorded", str(conversation_id), now)
