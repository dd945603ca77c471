"""Figures from assessments and the labels people gave."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nlp.learn.corpus import GoldSpan, Utterance
from nlp.types import LABELS, Assessment, Span

FLAGGED = ("service", "mixed")
WISHING = ("personal", "mixed")
HALF = 0.5
Pairs = Sequence[tuple[Utterance, Assessment]]


def _share(pairs: Pairs, test: Callable[[Utterance, Assessment], bool]) -> float | None:
    return round(sum(test(u, a) for u, a in pairs) / len(pairs), 4) if pairs else None


def headline(pairs: Pairs) -> dict[str, Any]:
    """The figures the project is held to."""
    personal = [p for p in pairs if p[0].label == "personal"]
    service = [p for p in pairs if p[0].label in FLAGGED]
    mixed = [p for p in pairs if p[0].label == "mixed"]
    wishing = [p for p in pairs if p[0].label in WISHING]
    return {
        "utterances": len(pairs),
        "accuracy": _share(pairs, lambda u, a: u.label == a.label),
        "personal_wrongly_flagged": _share(personal, lambda _, a: a.flagged),
        "service_or_mixed_found": _share(service, lambda _, a: a.flagged),
        "mixed_both_spans": _share(mixed, lambda u, a: overlaps(u.spans, a.spans)),
        "theme_primary": _share(wishing, lambda u, a: a.themes[:1] == u.themes[:1]),
        "theme_micro_f1": theme_f1(wishing),
    }


def overlaps(gold: Sequence[GoldSpan], found: Sequence[Span]) -> bool:
    """Both sides marked, each covering at least half of the letters that are truly of that side."""
    for side in ("service", "personal"):
        true = {i for s in gold if s.side == side for i in range(s.start, s.end)}
        marked = {i for s in found if s.side == side for i in range(s.start, s.end)}
        if not marked or len(true & marked) < HALF * len(true):
            return False
    return True


def theme_f1(pairs: Pairs) -> float:
    right = sum(len(set(u.themes) & set(a.themes)) for u, a in pairs)
    total = sum(len(u.themes) + len(a.themes) for u, a in pairs)
    return round(2 * right / total, 4) if total else 0.0


def per_label(pairs: Pairs) -> dict[str, dict[str, float]]:
    out: dict[str, dict[str, float]] = {}
    for label in LABELS:
        true = sum(u.label == label for u, _ in pairs)
        said = sum(a.label == label for _, a in pairs)
        right = sum(u.label == label == a.label for u, a in pairs)
        out[label] = {
            "count": true,
            "precision": round(right / said, 4) if said else 0.0,
            "recall": round(right / true, 4) if true else 0.0,
        }
    return out


def per_kind(pairs: Pairs) -> dict[str, dict[str, float]]:
    """Among texts whose first service span is of a kind: found at all, and the kind right."""
    groups: dict[str, list[tuple[Utterance, Assessment]]] = {}
    for pair in pairs:
        kinds = [s.kind for s in pair[0].spans if s.kind]
        if kinds:
            groups.setdefault(str(kinds[0]), []).append(pair)
    return {
        kind: {
            "count": len(group),
            "found": round(sum(a.flagged for _, a in group) / len(group), 4),
            "kind_right": round(
                sum(kind in [s.kind for s in a.spans] for _, a in group) / len(group), 4
            ),
        }
        for kind, group in sorted(groups.items())
    }


def by(pairs: Pairs, name: Callable[[Utterance], str]) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[tuple[Utterance, Assessment]]] = {}
    for pair in pairs:
        groups.setdefault(name(pair[0]), []).append(pair)
    wanted = ("utterances", "accuracy", "personal_wrongly_flagged", "service_or_mixed_found")
    return {key: {k: headline(group)[k] for k in wanted} for key, group in sorted(groups.items())}


def length_of(row: Utterance) -> str:
    """Short is under 4 words and long over 30, as the labelling rules ask."""
    words = len(row.text.split())
    steps = ((4, "1 to 3 words"), (11, "4 to 10 words"), (31, "11 to 30 words"))
    return next((name for below, name in steps if words < below), "over 30 words")


def confusion(pairs: Pairs) -> list[list[int]]:
    table = np.zeros((len(LABELS), len(LABELS)), dtype=int)
    for row, found in pairs:
        table[LABELS.index(row.label), LABELS.index(found.label)] += 1
    return [[int(n) for n in line] for line in table]


def calibration(pairs: Pairs, steps: int = 10) -> list[dict[str, float]]:
    """In each step of confidence: how many, how sure on average, how often right."""
    out = []
    for step in range(steps):
        low, high = step / steps, (step + 1) / steps
        held = [p for p in pairs if low <= p[1].confidence < high or (high == 1 == p[1].confidence)]
        if held:
            sure = float(np.mean([a.confidence for _, a in held]))
            right = float(np.mean([u.label == a.label for u, a in held]))
            out.append({"count": len(held), "sure": round(sure, 4), "right": round(right, 4)})
    return out
