"""A wish weighed: what speaks for it, what against, and what the person says to both."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field


class Columns(BaseModel):
    """What was typed. Kept sealed, as one piece. `person` is what they say, as near to their words
    as it can be."""

    good: str = Field(default="", max_length=5_000)
    against: str = Field(default="", max_length=5_000)
    person: str = Field(default="", max_length=5_000)


class WeighingOut(BaseModel):
    outcome_id: UUID
    number: int
    columns: Columns
    by: str
    at: datetime
