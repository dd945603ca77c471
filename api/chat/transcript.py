"""Write and read the lines of a conversation, sealed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from api.chat.repository import ChatRepository
from api.chat.schemas import ChatMessage, Choice
from api.models import Conversation, Message
from api.vault.vault import Vault


def add_message(
    chat: ChatRepository,
    vault: Vault,
    conversation: Conversation,
    *,
    sender: str,
    text: str,
    turn_id: UUID | None,
    now: datetime,
    kind: str = "say",
    choices: Sequence[Choice] = (),
    picture: str | None = None,
) -> Message:
    """Add the next line of the conversation, its words sealed as they are."""
    conversation.last_seq += 1
    here = f"{conversation.id}:{conversation.last_seq}"
    offered = [choice.model_dump() for choice in choices]
    message = Message(
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        sender=sender,
        kind=kind,
        picture=picture,
        asking=conversation.asking,
        turn_id=turn_id,
        at=now,
        words=vault.seal(text, f"message.words:{here}"),
        choices=vault.seal_json(offered, f"message.choices:{here}") if offered else None,
    )
    chat.add(message)
    return message


def words_of(vault: Vault, message: Message) -> str:
    where = f"message.words:{message.conversation_id}:{message.seq}"
    return vault.open(message.words, where)


def as_chat(vault: Vault, messages: Iterable[Message]) -> list[ChatMessage]:
    return [_as_chat(vault, message) for message in messages]


def _as_chat(vault: Vault, message: Message) -> ChatMessage:
    where = f"message.choices:{message.conversation_id}:{message.seq}"
    offered = vault.open_json(message.choices, where) if message.choices else []
    return ChatMessage.model_validate(
        {
            "seq": message.seq,
            "from": message.sender,
            "text": words_of(vault, message),
            "choices": offered,
            "kind": message.kind,
            "picture": message.picture,
        }
    )
