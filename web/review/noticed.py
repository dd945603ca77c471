"""What was noticed in one wish, each flag with its words, its reason and what was decided."""

from dataclasses import dataclass
from typing import Any

from api.casework.schemas import CaseworkOut
from api.flag.schemas import FlagOut
from api.record.schemas import OutcomeOut
from web.review.marks import Piece, pieces, sorted_spans


@dataclass(frozen=True)
class Noticed:
    """`number` ties it to its mark in the words; a flag that was dismissed has no mark."""

    flag: FlagOut
    text: str
    reason: str
    number: int | None


@dataclass(frozen=True)
class WishView:
    pieces: list[Piece]
    noticed: list[Noticed]
    personal: list[str]


def view_of(outcome: OutcomeOut, casework: CaseworkOut) -> WishView:
    """Return the words with their marks, and the flags of these very words in their order."""
    text, standing = outcome.text, casework.standing.get(outcome.id)
    mine = [f for f in casework.flags if f.outcome_id == outcome.id and f.number == standing]
    reasons = {
        (span["start"], span["end"], span.get("kind")): str(span.get("reason") or "")
        for span in outcome.assessment.spans
    }
    spans = [_as_span(flag, reasons) for flag in mine if _is_marked(flag)]
    # What was noticed belongs to the newest wording; an older one that stands again has none.
    noticed_here = any(flag.source == "noticed" for flag in mine)
    personal = _personal(outcome) if noticed_here or outcome.assessment.label == "personal" else []
    spans = sorted_spans([*spans, *personal])
    numbers = {span["flag"].id: n for n, span in enumerate(spans, 1) if "flag" in span}
    return WishView(
        pieces=pieces(text, spans),
        noticed=[
            Noticed(f, text[f.start : f.end], reasons.get(_key(f), ""), numbers.get(f.id))
            for f in mine
            if not f.withdrawn
        ],
        personal=[text[span["start"] : span["end"]] for span in personal],
    )


def _is_marked(flag: FlagOut) -> bool:
    dismissed = flag.standing is not None and flag.standing.decision == "dismissed"
    return flag.start < flag.end and not dismissed and not flag.withdrawn


def _key(flag: FlagOut) -> tuple[int, int, str]:
    return flag.start, flag.end, flag.kind


def _as_span(flag: FlagOut, reasons: dict[Any, str]) -> dict[str, Any]:
    return {
        "start": flag.start,
        "end": flag.end,
        "kind": flag.kind,
        "side": "service",
        "reason": reasons.get(_key(flag), ""),
        "flag": flag,
    }


def _personal(outcome: OutcomeOut) -> list[dict[str, Any]]:
    return [span for span in outcome.assessment.spans if span.get("side") == "personal"]
