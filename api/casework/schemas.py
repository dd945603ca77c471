"""A practitioner's side of one conversation, in one piece."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from api.access.schemas import Colleague
from api.capacity.schemas import CapacityOut
from api.case.schemas import CaseOut
from api.closing.schemas import ClosingOut
from api.flag.schemas import FlagOut
from api.household.schemas import HouseholdOut
from api.interest.schemas import InterestOut
from api.opinion.schemas import OpinionOut
from api.override.schemas import OverrideOut
from api.summary.schemas import SummaryOut
from api.supporter.schemas import SupporterOut
from api.told.schemas import InformedOut
from api.weighing.schemas import WeighingOut


class Acknowledged(BaseModel):
    alert_id: UUID
    by: str
    at: datetime


class CaseworkOut(BaseModel):
    version: int
    allocated_to: list[Colleague]
    read_seq: int | None = None
    last_seq: int
    informed_at: datetime | None = None
    overdue: bool = False
    waiting: bool = False  # we have written, and they have not answered
    review_due_on: date | None = None
    closed_at: datetime | None = None
    acknowledged: list[Acknowledged]
    flags: list[FlagOut]
    opinions: list[OpinionOut]
    standing: dict[UUID, int]  # the version of each outcome's words that is shown
    summaries: list[SummaryOut]
    weighings: list[WeighingOut]
    capacity: list[CapacityOut]
    interests: list[InterestOut]
    supporters: list[SupporterOut]
    case: CaseOut | None
    household: HouseholdOut
    informed: list[InformedOut]
    closings: list[ClosingOut]
    overrides: list[OverrideOut]
