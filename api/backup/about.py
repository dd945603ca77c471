"""What a backup says of itself. Those of 0.1.0 say only what they are and when they were made."""

from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel

FORMAT = 1


class Copied(NamedTuple):
    """What is in a copy of the database, of the same moment."""

    revision: str  # of its tables, as the migrations name it
    conversations: int


class About(BaseModel):
    format: int = FORMAT
    kind: str
    made_at: datetime
    revision: str | None = None
    conversations: int | None = None
    # The key book holds the key of every conversation in it from this generation on.
    book: int = 0
