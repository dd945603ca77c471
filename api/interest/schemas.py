"""A colleague who is connected with somebody in a conversation, and so may not open it."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.access.schemas import Colleague


class InterestIn(BaseModel):
    username: str = Field(max_length=100)
    reason: str = Field(default="", max_length=5_000)


class InterestOut(BaseModel):
    user: Colleague
    by: str
    at: datetime
    reason: str
