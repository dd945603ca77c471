"""What the chat sends and gets: contract 5.1 of the architecture."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.core.asking import Asking

MessageKind = Literal["say", "ask", "safety", "readback"]


class Choice(BaseModel):
    """Something to pick. It is sent back as `text` equal to `value`."""

    title: str
    value: str


class ChatMessage(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    seq: int
    sender: Literal["bot", "person"] = Field(alias="from")
    text: str
    choices: list[Choice] = Field(default_factory=list)
    kind: MessageKind = "say"
    # The name of a picture to show beside Easy words; usual wording has none, and no such key.
    picture: str | None = Field(default=None, exclude_if=lambda name: name is None)


class StartIn(BaseModel):
    """`invite` is a code that a worker gave to somebody: what is said then belongs to a case."""

    channel: Literal["web", "kiosk"] = "web"
    invite: str | None = None


class TurnIn(BaseModel):
    """`seen` may be left out: the `seq` of the last message that the page showed."""

    turn_id: UUID
    text: str
    seen: int | None = Field(default=None, ge=0)


class ResumeIn(BaseModel):
    return_code: str


class Started(BaseModel):
    id: UUID
    token: str
    return_code: str
    messages: list[ChatMessage]
    asking: Asking


class Resumed(BaseModel):
    id: UUID
    token: str
    messages: list[ChatMessage]
    asking: Asking


class TurnOut(BaseModel):
    turn_id: UUID
    messages: list[ChatMessage]
    asking: Asking
    saved: Literal[True] = True


class ConversationOut(BaseModel):
    id: UUID
    messages: list[ChatMessage]
    asking: Asking
    # Words that are kept and not yet answered: the bot was away when they came.
    waiting: bool = False
    # Which side writes, where one has taken over from another; for our own page.
    voice: str | None = Field(default=None, exclude=True)


class Deleted(BaseModel):
    erased: bool
    message: str
    kept: list[str] = Field(default_factory=list)


class NewCode(BaseModel):
    return_code: str
