"""All that may leave in an export of one conversation. What is not named here stays: ids, keys,
versions of the program, and what anybody but this person said."""

from datetime import date, datetime

from pydantic import BaseModel


class Line(BaseModel):
    number: int
    who: str  # person or bot
    text: str
    at: datetime


class Wording(BaseModel):
    text: str
    at: datetime


class Wish(BaseModel):
    number: int
    text: str
    said_by: str
    provenance: str
    confirmed: bool
    rank: int | None
    importance: str | None
    themes: list[str]
    deeper: str | None
    plan: str | None
    pulls_apart_from: list[int]  # numbers of wishes
    part_of: int | None  # the wish of which this is the part that could happen
    status: str
    achieved: str | None
    difference: str | None
    wordings: list[Wording]


class Said(BaseModel):
    kind: str
    text: str
    said_by: str
    provenance: str


class CardLine(BaseModel):
    """A card that was sorted in place of writing, with a line of their own."""

    theme: str
    face: str | None
    caption: str
    said_by: str
    provenance: str
    at: datetime


class EnquiryWish(BaseModel):
    wish: str | None
    reason: str | None
    others_at_risk: str | None


class AlertLine(BaseModel):
    level: str
    kind: str
    at: datetime
    acknowledged: bool


class ScaleLine(BaseModel):
    value: int
    when: str
    at: datetime


class Message(BaseModel):
    """What a practitioner wrote for the person here."""

    text: str
    at: datetime
    read_at: datetime | None


class FlagNote(BaseModel):
    wish: int | None
    message: int | None
    words: str
    kind: str
    source: str
    decision: str | None
    reason: str | None
    note: str | None
    by: str | None
    at: datetime


class SummaryNote(BaseModel):
    wish: int
    text: str
    by: str
    at: datetime


class InformedNote(BaseModel):
    told_on: date
    how: str
    text: str
    answer: str | None
    by: str


class ClosingNote(BaseModel):
    review: str
    agreed: str
    results: dict[int, str]  # by the number of the wish
    details: dict[str, str]
    by: str
    at: datetime
    reopened_at: datetime | None


class OverrideNote(BaseModel):
    wish: int | None
    about: str  # outcome, enquiry, or sharing
    basis: str
    decided_on: date
    told: str
    reasons: dict[str, str]
    by: str
    at: datetime
    signed: str | None
    signed_by: str | None


class Notes(BaseModel):
    """What practitioners did about it."""

    case: str | None  # the council's own reference, and no other conversation of it
    flags: list[FlagNote]
    summaries: list[SummaryNote]
    informed: list[InformedNote]
    closings: list[ClosingNote]
    overrides: list[OverrideNote]


class Export(BaseModel):
    started_at: datetime
    exported_at: datetime
    channel: str
    status: str
    role: str | None
    relationship: str | None
    together: bool | None
    consent: str | None
    needs: list[str]
    contact: list[str]
    wishes: list[Wish]
    said: list[Said]
    cards: list[CardLine]
    enquiry: EnquiryWish
    options: list[str]
    safety_scale: list[ScaleLine]
    alerts: list[AlertLine]
    messages: list[Message]
    transcript: list[Line]
    notes: Notes | None
