"""What a lead reads about a conversation that was opened in need."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class GlassOut(BaseModel):
    id: UUID
    conversation_id: UUID
    username: str
    at: datetime
    ends_at: datetime
    seen_by: str | None
    reason: str
