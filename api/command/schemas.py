"""The commands that record what was said. The bot's actions send them, and any other client may."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from nlp.types import THEMES

Speaker = Literal["adult", "advocate", "family", "worker"]
Provenance = Literal["verbatim", "reported", "inferred"]
Kind = Literal["happened", "feeling", "belief", "view", "matters", "worry", "good", "other"]
YesNoUnknown = Literal["yes", "no", "unknown"]
Words = Annotated[str, Field(min_length=1)]


class Base(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RecordRole(Base):
    command: Literal["record_role"]
    role: Speaker | None = None
    relationship: Words | None = None
    together: bool | None = None
    whose_words: Provenance | None = None


class RecordStatement(Base):
    command: Literal["record_statement"]
    id: UUID
    kind: Kind
    text: Words
    said_by: Speaker
    provenance: Provenance


def _known_theme(theme: str) -> str:
    if theme not in THEMES:
        raise ValueError("is no theme")
    return theme


# Themes stand unsealed, for figures: nobody's words may come in as one.
Theme = Annotated[
    str, AfterValidator(_known_theme), Field(json_schema_extra={"enum": list(THEMES)})
]
Place = Annotated[int, Field(ge=0, le=100_000)]


class Span(BaseModel):
    """Words that were marked, and why; see nlp.types. Pages show them, so each has its place."""

    model_config = ConfigDict(extra="allow")

    start: Place
    end: Place
    kind: str | None = Field(default=None, max_length=40)
    side: Literal["service", "personal"] | None = None
    text: str | None = None
    reason: str | None = None


class Assessment(BaseModel):
    """What nlp noticed in the words; see nlp.types."""

    model_config = ConfigDict(extra="allow")

    label: Literal["personal", "service", "mixed", "unclear"]
    confidence: float = Field(ge=0, le=1)
    spans: list[Span] = Field(default_factory=list)
    themes: list[Theme] = Field(default_factory=list)
    model: str = ""

    def as_sent(self) -> dict[str, Any]:
        """Return it as JSON, each span with the fields that it came with and no others."""
        spans = [span.model_dump(mode="json", exclude_unset=True) for span in self.spans]
        return self.model_dump(mode="json") | {"spans": spans}


class RecordOutcome(Base):
    command: Literal["record_outcome"]
    id: UUID
    text: Words
    said_by: Speaker
    provenance: Provenance
    assessment: Assessment
    nearest_to: UUID | None = None


class ReviseOutcome(Base):
    command: Literal["revise_outcome"]
    id: UUID
    text: Words
    assessment: Assessment


class RecordDeeper(Base):
    command: Literal["record_deeper"]
    id: UUID
    text: Words


class ConfirmOutcome(Base):
    command: Literal["confirm_outcome"]
    id: UUID


class SetImportance(Base):
    command: Literal["set_importance"]
    id: UUID
    text: Words


class RankOutcomes(Base):
    command: Literal["rank_outcomes"]
    ids: list[UUID] = Field(min_length=1)


class PlanApart(Base):
    command: Literal["plan_apart"]
    plan_a: UUID
    plan_b: UUID


class RecordOption(Base):
    command: Literal["record_option"]
    id: UUID
    text: Words
    outcome_id: UUID | None = None


class RecordNeed(Base):
    command: Literal["record_need"]
    id: UUID
    text: Words


class RecordEnquiry(Base):
    command: Literal["record_enquiry"]
    wish: Literal["proceed", "do_not_proceed", "unsure"] | None = None
    reason: Words | None = None
    others_at_risk: YesNoUnknown | None = None


class RecordDifferingView(Base):
    """What somebody else wants: kept apart from the adult's own, never shown to either."""

    command: Literal["record_differing_view"]
    id: UUID
    who: Words
    text: Words


class RecordConsent(Base):
    """What the person agreed may be shared. Not the lawful basis: domain brief, section 17."""

    command: Literal["record_consent"]
    consent: Literal["share", "ask_first", "not_agreed"]


class RecordContact(Base):
    command: Literal["record_contact"]
    text: Words


class RecordReview(Base):
    """Whether an outcome came about, in the person's own view."""

    command: Literal["record_review"]
    outcome_id: UUID
    achieved: Literal["fully", "partly", "not", "changed", "cannot_say"] | None = None
    difference: Words | None = None


class RecordSafetyScale(Base):
    command: Literal["record_safety_scale"]
    id: UUID
    value: int = Field(ge=0, le=10)
    when: Literal["start", "review"]


class RaiseAlert(Base):
    command: Literal["raise_alert"]
    id: UUID
    level: Literal["now", "worrying", "past"]
    kind: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]


class TakeBack(Base):
    command: Literal["take_back"]
    turn_id: UUID


class SetStatus(Base):
    command: Literal["set_status"]
    status: Literal["open", "paused", "finished"]


class HandOver(Base):
    command: Literal["hand_over"]
    voice: Literal["own", "family"]


class CloseSessions(Base):
    command: Literal["close_sessions"]


Command = Annotated[
    RecordRole
    | RecordStatement
    | RecordOutcome
    | ReviseOutcome
    | RecordDeeper
    | ConfirmOutcome
    | SetImportance
    | RankOutcomes
    | PlanApart
    | RecordOption
    | RecordNeed
    | RecordEnquiry
    | RecordDifferingView
    | RecordConsent
    | RecordContact
    | RecordReview
    | RecordSafetyScale
    | RaiseAlert
    | TakeBack
    | SetStatus
    | HandOver
    | CloseSessions,
    Field(discriminator="command"),
]
COMMANDS: TypeAdapter[list[Command]] = TypeAdapter(list[Command])
