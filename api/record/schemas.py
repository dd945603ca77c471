"""The record as practitioners and case systems read it: contract 5.2 of the architecture."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.card.schemas import CardOut


class TurnLine(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    seq: int
    sender: Literal["bot", "person"] = Field(alias="from")
    text: str
    at: datetime
    asking: str


class Version(BaseModel):
    text: str
    at: datetime
    turn_seq: int


class ReviewResult(BaseModel):
    achieved: Literal["fully", "partly", "not", "changed", "cannot_say"]
    difference: str | None


class AssessmentOut(BaseModel):
    label: str
    confidence: float
    spans: list[dict[str, Any]]
    model: str


class OutcomeOut(BaseModel):
    id: UUID
    text: str
    said_by: str
    provenance: Literal["verbatim", "reported", "inferred"]
    confirmed: bool
    rank: int | None
    importance: str | None
    themes: list[str]
    assessment: AssessmentOut
    deeper: str | None
    plan: Literal["A", "B"] | None
    conflicts_with: list[UUID]
    nearest_to: UUID | None
    status: Literal["active", "withdrawn"]
    review: ReviewResult | None
    versions: list[Version]


class StatementOut(BaseModel):
    kind: str
    text: str
    said_by: str
    provenance: str
    turn_seq: int


class EnquiryOut(BaseModel):
    wish: str | None = None
    reason: str | None = None
    others_at_risk: str | None = None


class DifferingViewOut(BaseModel):
    who: str
    text: str


class AlertOut(BaseModel):
    id: UUID
    level: str
    kind: str
    turn_seq: int
    at: datetime
    acknowledged: bool


class SafetyScaleOut(BaseModel):
    value: int
    at: datetime
    when: str


class ToldOut(BaseModel):
    """What a practitioner has written for the person, and when they were told."""

    text: str
    at: datetime
    by: str
    read_at: datetime | None


class ConversationRecord(BaseModel):
    id: UUID
    channel: str
    role: str | None
    relationship: str | None
    together: bool | None
    started_at: datetime
    status: str
    needs: list[str]
    consent: str | None
    turns: list[TurnLine]
    outcomes: list[OutcomeOut]
    statements: list[StatementOut]
    enquiry: EnquiryOut
    options: list[str]
    differing_views: list[DifferingViewOut]
    contact: dict[str, Any]
    alerts: list[AlertOut]
    safety_scale: list[SafetyScaleOut]
    told: list[ToldOut]
    cards: list[CardOut]


class ConversationSummary(BaseModel):
    id: UUID
    channel: str
    role: str | None
    status: str
    started_at: datetime
    changed_at: datetime
    outcomes: int
    flagged: int
    alerts: list[AlertOut]


class ConversationPage(BaseModel):
    items: list[ConversationSummary]
    total: int
    page: int
    per_page: int
