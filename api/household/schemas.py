"""Conversations of adults who live together."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class HouseholdIn(BaseModel):
    conversation_id: UUID  # any of those who live there


class Housemate(BaseModel):
    """Another's conversation: that it is there, and nothing that was said in it."""

    conversation_id: UUID
    role: str | None
    started_at: datetime
    by: str
    at: datetime


class HouseholdOut(BaseModel):
    """`closed` counts those that the reader may not open: of them nothing else is told."""

    others: list[Housemate]
    closed: int
