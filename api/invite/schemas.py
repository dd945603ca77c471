"""Codes that practitioners give to somebody, so that what they say belongs to a case."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

InviteState = Literal["waiting", "used", "ended", "revoked"]


class NewInvite(BaseModel):
    id: UUID
    code: str  # shown this once
    ends_at: datetime


class InviteOut(BaseModel):
    """`reference` and `conversation_id` only where the reader may open the conversation that came.
    `refused_at`: it was typed when it was not good any more, so somebody else has it too."""

    id: UUID
    state: InviteState
    by: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    refused_at: datetime | None
    reference: str | None
    conversation_id: UUID | None
