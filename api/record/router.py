"""The record as JSON: contract 5.2 of the architecture."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from api.case.deps import CaseKeyDep
from api.command.schemas import Command
from api.db import SessionDep
from api.record import commands, service
from api.record.deps import ReaderDep
from api.record.schemas import ConversationPage, ConversationRecord
from api.told import service as told
from api.vault.keys import KeyRing, get_keys

router = APIRouter(prefix="/api/v1/conversations", tags=["record"])

KeysDep = Annotated[KeyRing, Depends(get_keys)]
Status = Literal["open", "paused", "finished"]


@router.get("")
def list_conversations(
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    per_page: Annotated[int, Query(ge=1, le=100)] = 25,
    status: Status | None = None,
    channel: Literal["web", "kiosk"] | None = None,
    alert: Literal["any", "now", "worrying", "past"] | None = None,
    case: CaseKeyDep = None,
) -> ConversationPage:
    return service.list_conversations(
        session,
        keys,
        reader,
        page=page,
        per_page=per_page,
        status=status,
        channel=channel,
        alert=alert,
        case=case,
    )


@router.get("/{conversation_id}")
def get_conversation(
    conversation_id: UUID, session: SessionDep, keys: KeysDep, reader: ReaderDep
) -> ConversationRecord:
    return service.get_conversation(session, keys, reader, conversation_id)


class MessageIn(BaseModel):
    text: str = Field(max_length=5_000)


@router.post("/{conversation_id}/messages", status_code=201)
def tell(
    conversation_id: UUID, given: MessageIn, session: SessionDep, keys: KeysDep, reader: ReaderDep
) -> dict[str, UUID]:
    """Write to the person. They are told when they come back with their return code."""
    return {"id": told.tell(session, keys, reader, conversation_id, given.text)}


class CommandsIn(BaseModel):
    commands: list[Command]


@router.post("/{conversation_id}/commands", status_code=204)
def apply_commands(
    conversation_id: UUID,
    given: CommandsIn,
    session: SessionDep,
    keys: KeysDep,
    reader: ReaderDep,
) -> None:
    """Record what was said, as the bot's actions do. Words must have been typed in this
    conversation."""
    commands.apply(session, keys, reader, conversation_id, given.commands)
