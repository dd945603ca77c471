"""The queue: one line for each conversation, and no words that were said."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from api.core.queue import Level, State

Allocated = Literal["me", "nobody"] | UUID


@dataclass(frozen=True)
class Filters:
    """What to show. None shows all."""

    state: State | None = None
    status: str | None = None
    channel: str | None = None
    alert: Level | Literal["any"] | None = None
    kind: str | None = None
    theme: str | None = None
    needs: Literal["yes", "no"] | None = None
    allocated: Allocated | None = None
    case: bytes | None = None  # what equal references share: api.case.look_up


class QueueAlert(BaseModel):
    id: UUID
    level: Level
    kind: str
    at: datetime
    turn_seq: int
    acknowledged: bool


class QueueLine(BaseModel):
    id: UUID
    state: State
    channel: str
    role: str | None
    status: str
    started_at: datetime
    changed_at: datetime
    outcomes: int
    flagged: int
    needs: int
    allocated_to: list[str]
    overdue: bool
    informed_at: datetime | None
    review_due_on: date | None
    alerts: list[QueueAlert]


class QueuePage(BaseModel):
    items: list[QueueLine]
    total: int
    page: int
    per_page: int
    counts: dict[State, int]
