"""The end of an enquiry: what came of each outcome, and whether the adult agrees that it ends."""

from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from pydantic import BaseModel, Field

Achieved = Literal["fully", "partly", "not", "changed", "cannot_say"]
ACHIEVED: tuple[Achieved, ...] = get_args(Achieved)


class Details(BaseModel):
    """What was typed. Kept sealed, as one piece."""

    declined: str = Field(default="", max_length=5_000)  # why there was no review
    difference: str = Field(default="", max_length=5_000)  # what difference it made
    next_time: str = Field(default="", max_length=5_000)  # what would help if it starts again
    disagreement: str = Field(default="", max_length=5_000)  # what they say against closing
    response: str = Field(default="", max_length=5_000)  # what was done about that


class ClosingIn(BaseModel):
    review: Literal["done", "declined"] | None = None
    agreed: Literal["yes", "no", "not_asked"] | None = None
    results: dict[UUID, Achieved] = Field(default_factory=dict)
    details: Details = Field(default_factory=Details)


class ClosingOut(BaseModel):
    id: UUID
    review: Literal["done", "declined"]
    agreed: Literal["yes", "no", "not_asked"]
    results: dict[UUID, Achieved]
    details: Details
    by: str
    at: datetime
    reopened_by: str | None
    reopened_at: datetime | None
