"""The case that a conversation belongs to."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

Way = Literal["invite", "reference"]


class CaseIn(BaseModel):
    reference: str = Field(max_length=1_000)


class CaseKey(BaseModel):
    """What a case is filtered by, in place of its reference: addresses are kept and logged."""

    case: str


class OfCase(BaseModel):
    """Another conversation of the case: that it is there, and nothing that was said in it."""

    conversation_id: UUID
    role: str | None
    started_at: datetime


class CaseOut(BaseModel):
    """`closed` counts those that are with colleagues: of them nothing else is told."""

    reference: str
    key: str
    way: Way
    by: str
    at: datetime
    others: list[OfCase]
    closed: int
