"""Flags as practitioners see them, and what they can decide."""

from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from pydantic import BaseModel, Field

import nlp.types

KINDS = nlp.types.KINDS

# Why a flag does not hold: what the reader gets wrong, so that it can be taught (domain 7.2).
Reason = Literal[
    "how_treated",  # how a service treats them, or their say in it
    "refusing",  # they refuse, end or limit a service
    "relationship",  # a person, a place or a life, not a service
    "background",  # named in passing, past, or another's idea
    "everyday",  # everyday words
    "other",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
DecisionName = Literal["accepted", "dismissed", "asked", "undone"]


class DecisionIn(BaseModel):
    decision: DecisionName
    reason: Reason | None = None
    note: str = Field(default="", max_length=5_000)  # for "asked": what the person is asked


class FlagIn(BaseModel):
    """Words that were missed: of an outcome's newest wording, or of a message."""

    outcome_id: UUID | None = None
    seq: int | None = None
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    kind: str


class DecisionOut(BaseModel):
    id: int
    decision: DecisionName
    reason: Reason | None
    note: str | None
    by: str
    at: datetime


class FlagOut(BaseModel):
    id: UUID
    outcome_id: UUID | None
    number: int | None
    seq: int | None
    start: int
    end: int
    kind: str
    source: Literal["noticed", "added"]
    by: str | None
    at: datetime
    decisions: list[DecisionOut]

    @property
    def standing(self) -> DecisionOut | None:
        """Return the decision that counts now."""
        newest = self.decisions[-1] if self.decisions else None
        return None if newest is None or newest.decision == "undone" else newest

    @property
    def seen(self) -> int:
        """Return what a form must send back, so that a colleague's decision is not overwritten."""
        return self.decisions[-1].id if self.decisions else 0

    @property
    def withdrawn(self) -> bool:
        return self.source == "added" and self.standing is None
