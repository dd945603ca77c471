"""A decision against a wish, and the law that it rests on (domain brief, 5.11)."""

from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

from pydantic import BaseModel, Field

Basis = Literal[
    "vital_interests",
    "serious_crime",
    "risk_to_others",
    "best_interests",
    "court_order",
    "statutory_duty",
    "other",
]
BASES: tuple[Basis, ...] = get_args(Basis)
Wish = Literal["outcome", "enquiry", "sharing"]


class Reasons(BaseModel):
    """What was typed. Kept sealed, as one piece."""

    basis_other: str = Field(default="", max_length=1_000)
    decided_by: str = Field(default="", max_length=200)
    decider_role: str = Field(default="", max_length=200)
    why: str = Field(default="", max_length=5_000)  # why it is proportionate
    tried: str = Field(default="", max_length=5_000)  # less intrusive ways, and what came of them
    told: str = Field(default="", max_length=5_000)  # what the adult was told, when, their answer
    not_told: str = Field(default="", max_length=5_000)  # or why they were not


class OverrideIn(BaseModel):
    wish: Wish | None = None
    outcome_id: UUID | None = None
    basis: Basis | None = None
    decided_on: date | None = None
    told: Literal["told", "not_told"] | None = None
    reasons: Reasons = Field(default_factory=Reasons)


class OverrideOut(BaseModel):
    id: UUID
    wish: Wish
    outcome_id: UUID | None
    basis: Basis
    decided_on: date
    told: Literal["told", "not_told"]
    reasons: Reasons
    by: str
    at: datetime
    signed: Literal["agreed", "refused"] | None
    signed_by: str | None
    signed_at: datetime | None


class ToSign(BaseModel):
    """An override that nobody has signed or refused yet."""

    id: UUID
    conversation_id: UUID
    by: str
    at: datetime
