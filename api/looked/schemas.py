"""Who looked, as the adult reads it."""

from datetime import date
from typing import Literal

from pydantic import BaseModel

Deed = Literal["looked", "copied", "wrote"]
# By their work, not by name. `system` keeps the machine; `program` is a case system's.
Who = Literal["practitioner", "lead", "staff", "program", "system"]


class Look(BaseModel):
    who: Who
    name: str | None = None  # where the council lets names of staff be shown
    did: list[Deed]


class LookedDay(BaseModel):
    day: date
    looks: list[Look]


class LookedOut(BaseModel):
    days: list[LookedDay]  # the newest first
