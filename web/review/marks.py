"""Someone's words cut at the places that were marked, so that a page can show both and change
neither."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mark:
    """Why a stretch of words was noticed. `number` ties it to its line in the list of reasons."""

    number: int
    text: str
    kind: str
    side: str
    reason: str


@dataclass(frozen=True)
class Piece:
    text: str
    mark: Mark | None = None


def pieces(text: str, spans: Sequence[dict[str, Any]]) -> list[Piece]:
    """Return `text` in pieces that join up to exactly `text`. Spans count characters, end excluded.

    Where two spans overlap the later one gives way, in part or altogether, for its place alone: it
    keeps its reason.
    """
    result: list[Piece] = []
    here = 0
    for number, span in enumerate(sorted_spans(spans), start=1):
        start, end = max(here, int(span["start"])), min(len(text), int(span["end"]))
        if start >= end:
            continue
        if here < start:
            result.append(Piece(text[here:start]))
        result.append(Piece(text[start:end], _mark(number, text, span)))
        here = end
    return [*result, Piece(text[here:])] if here < len(text) else result


def sorted_spans(spans: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the spans in the order of the words, the longest first where two begin together."""
    return sorted(spans, key=_place)


def marks(text: str, spans: Sequence[dict[str, Any]]) -> list[Mark]:
    """Return every mark in the order of the words, also those whose place another one took."""
    return [_mark(n, text, span) for n, span in enumerate(sorted_spans(spans), start=1)]


def _place(span: dict[str, Any]) -> tuple[int, int]:
    return int(span["start"]), -int(span["end"])


def _mark(number: int, text: str, span: dict[str, Any]) -> Mark:
    return Mark(
        number=number,
        text=text[int(span["start"]) : int(span["end"])],
        kind=str(span.get("kind") or "personal"),
        side=str(span.get("side") or ("service" if span.get("kind") else "personal")),
        reason=str(span.get("reason") or ""),
    )
