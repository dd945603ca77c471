"""What each clause should have been read as, from the spans people marked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.head import SIDES
from nlp.learn.corpus import GoldSpan, Utterance
from nlp.types import KINDS, LABELS, THEMES
from nlp.words import Word

SERVICE, PERSONAL, NEITHER = range(len(SIDES))
Offsets = list[tuple[int, int]]
HALF = 0.5


@dataclass(slots=True)
class Gold:
    label: npt.NDArray[np.int64]
    themes: npt.NDArray[np.int64]  # (texts, themes), 0 or 1
    side: npt.NDArray[np.int64]  # a row a clause
    kind: npt.NDArray[np.int64]  # -1 where the clause is no service
    judged: npt.NDArray[np.bool_]  # a row a text: False where it teaches themes alone


def gold_of(
    rows: Sequence[Utterance], docs: Sequence[tuple[list[Word], list[int]]], at: Sequence[Offsets]
) -> Gold:
    sides: list[int] = []
    kinds: list[int] = []
    for row, (words, clauses), offsets in zip(rows, docs, at, strict=True):
        for side, kind in _clauses(row, words, clauses, offsets):
            sides.append(side)
            kinds.append(kind)
    return Gold(
        np.array([LABELS.index(r.label) for r in rows]),
        np.array([[int(t in r.themes) for t in THEMES] for r in rows]),
        np.array(sides),
        np.array(kinds),
        np.array([not r.for_themes for r in rows]),
    )


def _clauses(
    row: Utterance, words: list[Word], clauses: list[int], offsets: Offsets
) -> list[tuple[int, int]]:
    if not clauses:
        return []
    many = clauses[-1] + 1
    size = np.zeros(many)
    held = np.zeros((len(row.spans), many))  # words of each span in each clause
    for word, clause, (start, end) in zip(words, clauses, offsets, strict=True):
        if word.norm[:1].isalnum():
            size[clause] += 1
            for number, span in enumerate(row.spans):
                held[number, clause] += start >= span.start and end <= span.end
    return _settle(row.spans, size, held)


def _settle(
    spans: Sequence[GoldSpan], size: npt.NDArray[np.float64], held: npt.NDArray[np.float64]
) -> list[tuple[int, int]]:
    """Half its words in spans make a clause; a span too short for that takes its fullest clause."""
    is_service = np.array([s.side == "service" for s in spans], dtype=bool)
    service, personal = held[is_service].sum(axis=0), held[~is_service].sum(axis=0)
    side = np.full(len(size), NEITHER)
    enough = np.maximum(service, personal) >= np.maximum(size, 1) * HALF
    side[enough] = np.where(service >= personal, SERVICE, PERSONAL)[enough]
    for number, span in enumerate(spans):
        wanted = SERVICE if span.side == "service" else PERSONAL
        inside = held[number] > 0
        fullest = int(held[number].argmax())
        if inside.any() and wanted not in side[inside] and side[fullest] == NEITHER:
            side[fullest] = wanted
    return [(int(s), _kind(spans, held[:, c]) if s == SERVICE else -1) for c, s in enumerate(side)]


def _kind(spans: Sequence[GoldSpan], held: npt.NDArray[np.float64]) -> int:
    found: Counter[str] = Counter()
    for span, count in zip(spans, held, strict=True):
        if span.kind and count:
            found[span.kind] += int(count)
    return KINDS.index(found.most_common(1)[0][0]) if found else -1
