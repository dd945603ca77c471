"""A record of capacity: for one decision, on one day."""

from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

from pydantic import BaseModel, Field

Finding = Literal["has", "has_with_support", "lacks"]
FINDINGS: tuple[Finding, ...] = get_args(Finding)
Ability = Literal["understand", "retain", "weigh", "communicate"]
# "nobody" is an answer: it says that a voice is still to be found.
Representative = Literal["imca", "advocate", "attorney", "deputy", "family", "nobody"]
REPRESENTATIVES: tuple[Representative, ...] = get_args(Representative)


class Reasons(BaseModel):
    """What was typed. Kept sealed, as one piece."""

    about: str = Field(default="", max_length=1_000)  # which decision, in a sentence
    support: str = Field(default="", max_length=5_000)  # what helped, and what was tried
    evidence: str = Field(default="", max_length=5_000)  # what the finding rests on
    person: str = Field(default="", max_length=5_000)  # what the person says they want
    assessed_by: str = Field(default="", max_length=200)
    assessor_role: str = Field(default="", max_length=200)
    best_interests: str = Field(default="", max_length=5_000)  # how it is decided for them


class CapacityIn(BaseModel):
    finding: Finding | None = None
    assessed_on: date | None = None
    unable: list[Ability] = Field(default_factory=list, max_length=4)
    representative: Representative | None = None
    look_again_on: date | None = None
    reasons: Reasons = Field(default_factory=Reasons)


class CapacityOut(BaseModel):
    id: UUID
    finding: Finding
    assessed_on: date
    unable: list[Ability]
    representative: Representative | None
    look_again_on: date | None
    reasons: Reasons
    by: str
    at: datetime
