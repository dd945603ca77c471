"""What pages show of kiosks. Nothing of what is said at one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

KioskState = Literal["waiting", "lapsed", "in_use", "revoked"]
BellState = Literal["quiet", "asked", "nobody", "coming"]


@dataclass(frozen=True)
class KioskOut:
    id: UUID
    name: str
    state: KioskState
    added_by: str
    seen_at: datetime | None


@dataclass(frozen=True)
class NewKiosk:
    name: str
    code: str  # shown this once


@dataclass(frozen=True)
class CallOut:
    id: UUID
    kiosk: str
    at: datetime
    left: bool  # whoever rang is not there any more
    answered_at: datetime | None
    answered_by: str | None
