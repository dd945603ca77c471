"""The chat as JSON: contract 5.1 of the architecture."""

from fastapi import APIRouter, Depends, Request

from api.chat import service
from api.chat.deps import OwnConversation, TurnsDep, client_of, may_have_code, may_say, may_start
from api.chat.schemas import (
    ConversationOut,
    Deleted,
    NewCode,
    Resumed,
    ResumeIn,
    Started,
    StartIn,
    TurnIn,
    TurnOut,
)
from api.looked.schemas import LookedOut
from api.looked.service import who_looked

router = APIRouter(prefix="/chat", tags=["chat"])


@router.post("/conversations", status_code=201, dependencies=[Depends(may_start)])
def start(given: StartIn, request: Request, turns: TurnsDep) -> Started:
    client = client_of(request)
    return service.start(turns, channel=given.channel, invite=given.invite, client=client)


@router.post("/conversations/{conversation_id}/turns")
def take_turn(conversation_id: OwnConversation, given: TurnIn, turns: TurnsDep) -> TurnOut:
    may_say(turns, conversation_id)
    return service.take(turns, conversation_id, given)


@router.get("/conversations/{conversation_id}")
def read(conversation_id: OwnConversation, turns: TurnsDep) -> ConversationOut:
    return service.read(turns, conversation_id)


@router.post("/conversations/{conversation_id}/return-code")
def new_code(conversation_id: OwnConversation, turns: TurnsDep) -> NewCode:
    may_have_code(turns, conversation_id)
    return NewCode(return_code=service.new_code(turns, conversation_id))


@router.get("/conversations/{conversation_id}/looked")
def looked(conversation_id: OwnConversation, turns: TurnsDep) -> LookedOut:
    """Say who looked at what was said, day by day."""
    return who_looked(turns, conversation_id)


@router.delete("/conversations/{conversation_id}")
def erase(conversation_id: OwnConversation, turns: TurnsDep) -> Deleted:
    return service.erase(turns, conversation_id)


@router.post("/resume")
def resume(given: ResumeIn, request: Request, turns: TurnsDep) -> Resumed:
    return service.resume(turns, given.return_code, client=client_of(request))
