"""How escalation stands, for whoever keeps the machine."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.escalation.repository import EscalationRepository
from api.settings import Settings


@dataclass(frozen=True)
class Standing:
    """`on`: somebody is to be written to. `waiting` alerts are past the first step's time;
    `failing` e-mails could not be sent so far, the oldest due at `since`."""

    on: bool
    waiting: int
    failing: int
    since: datetime | None
    fault: str | None


def standing(session: Session, settings: Settings, *, now: datetime) -> Standing:
    steps = settings.escalation
    if not steps:
        return Standing(False, 0, 0, None, None)
    repository = EscalationRepository(session)
    first = timedelta(minutes=min(step.minutes for step in steps))
    return Standing(True, repository.unacknowledged(now - first), *repository.failing())
