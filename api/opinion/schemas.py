"""A second opinion on a decision about a flag: who was asked, and what they answered."""

from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from pydantic import BaseModel, Field

from api.access.schemas import Colleague

Answer = Literal["agreed", "disagreed"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)


class OpinionIn(BaseModel):
    flag_id: UUID
    username: str = Field(max_length=100)
    question: str = Field(default="", max_length=5_000)


class AnswerIn(BaseModel):
    answer: Answer
    note: str = Field(default="", max_length=5_000)


class OpinionOut(BaseModel):
    """`decision_id` is the decision that it is about: a later one needs an opinion of its own."""

    id: UUID
    flag_id: UUID
    decision_id: int
    asked_of: Colleague
    by: str
    at: datetime
    question: str | None
    answer: Answer | None
    answered_at: datetime | None
    note: str | None


class AskedOfMe(BaseModel):
    """Where somebody waits for the reader's opinion. No words that were said."""

    id: UUID
    conversation_id: UUID
    flag_id: UUID
    by: str
    at: datetime
