"""Somebody beside the adult: in which role, what they may see, and whether to stay away."""

from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from pydantic import BaseModel, Field

Role = Literal[
    "advocate",
    "imca",
    "attorney",
    "deputy",
    "family",
    "friend",
    "interpreter",
    "worker",
    "other",
]
ROLES: tuple[Role, ...] = get_args(Role)
# "agreed": what the adult agreed to. Family have a voice, and no right to see.
MaySee = Literal["nothing", "agreed", "all"]
MAY_SEE: tuple[MaySee, ...] = get_args(MaySee)


class Details(BaseModel):
    """What was typed. Kept sealed, as one piece."""

    name: str = Field(default="", max_length=200)
    contact: str = Field(default="", max_length=1_000)  # how and when to reach them
    notes: str = Field(default="", max_length=5_000)  # what was agreed, or why to stay away


class SupporterIn(BaseModel):
    role: Role | None = None
    may_see: MaySee | None = None
    do_not_contact: bool = False
    details: Details = Field(default_factory=Details)


class SupporterOut(BaseModel):
    id: UUID
    role: Role
    may_see: MaySee
    do_not_contact: bool
    details: Details
    by: str
    at: datetime
    ended_by: str | None
    ended_at: datetime | None
