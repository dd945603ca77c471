"""What an assessment says. Offsets are characters of the text as typed, end excluded."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

Label = Literal["personal", "service", "mixed", "unclear"]
Side = Literal["service", "personal"]
Audience = Literal["adult", "practitioner", "balanced"]

LABELS: tuple[Label, ...] = get_args(Label)
KINDS: tuple[str, ...] = (
    "receive_service",
    "provider_action",
    "referral_assessment_monitoring",
    "equipment",
    "professional_goal",
    "process_conclusion",
    "compliance",
    "no_further_action",
)
THEMES: tuple[str, ...] = (
    "safer",
    "key_relationship",
    "new_friends",
    "recover",
    "justice",
    "not_happen_to_others",
    "control",
    "involved_in_decisions",
    "choice",
    "protect_self",
    "know_where_to_get_help",
    "other",
)


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the text and why they were marked. `kind` is None on the personal side."""

    start: int
    end: int
    text: str
    kind: str | None
    side: Side
    reason: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "kind": self.kind,
            "side": self.side,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """One utterance read. `themes` holds the most fitting first: of a wish, and of what may well be
    one, so that they hang less on the audience than the label does. `model` names what read it."""

    label: Label
    confidence: float
    spans: tuple[Span, ...]
    themes: tuple[str, ...]
    model: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "confidence": self.confidence,
            "spans": [span.as_dict() for span in self.spans],
            "themes": list(self.themes),
            "model": self.model,
        }

    @property
    def flagged(self) -> bool:
        """Whether service wording was found, with or without a wish beside it."""
        return self.label in ("service", "mixed")


@dataclass(frozen=True, slots=True)
class Deeper:
    """The next gentle question. Its wording is `utter_outcome_deeper_<question_id>`.

    `service_text` holds the person's own words for the service, for the slot `outcome_service`;
    it is empty when the wording chosen has no place for them.
    """

    question_id: str
    kind: str
    service_text: str
