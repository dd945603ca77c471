"""Whose a conversation is, and what a lead reads about one that was opened in need."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class Colleague(BaseModel):
    id: UUID
    name: str


class GlassOut(BaseModel):
    id: UUID
    conversation_id: UUID
    username: str
    at: datetime
    ends_at: datetime
    seen_by: str | None
    reason: str
