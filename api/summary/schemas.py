"""A practitioner's own tidy wording of an outcome."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field


class SummaryIn(BaseModel):
    text: str = Field(max_length=5_000)


class SummaryOut(BaseModel):
    outcome_id: UUID
    number: int
    text: str
    by: str
    at: datetime
