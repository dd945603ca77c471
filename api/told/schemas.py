"""The log of what the adult was told otherwise than here."""

from datetime import date, datetime
from typing import Literal, get_args

from pydantic import BaseModel, Field

How = Literal["visit", "phone", "letter", "text", "someone_else"]
HOWS: tuple[How, ...] = get_args(How)


class InformedIn(BaseModel):
    told_on: date
    how: How
    text: str = Field(max_length=5_000)
    answer: str = Field(default="", max_length=5_000)


class InformedOut(BaseModel):
    told_on: date
    how: How
    text: str
    answer: str | None
    by: str
    at: datetime
