"""The public face: one utterance in, an `Assessment` out. No text makes it raise."""

import threading
from collections.abc import Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.outcome_reader import scores_of
from nlp.components.word_reader import clauses_of, words_of
from nlp.data_files import reasons
from nlp.pipeline import load_pipeline
from nlp.reader import choose_label, choose_themes
from nlp.settings import model_dir, threshold_override
from nlp.spans import mark
from nlp.text import readable
from nlp.types import Assessment, Audience, Span

META = "ownwords"
BATCH = 256
_lock = threading.Lock()  # a spaCy vocabulary is not for two threads at once


def assess(text: str, *, audience: Audience = "practitioner") -> Assessment:
    """Read one utterance.

    `audience` sets how sure it must be before it flags a service: "adult" flags least (a wrong flag
    tells a frightened person they answered wrongly), "practitioner" most, "balanced" is the most
    accurate. Raises ModelMissing, or ModelStale when another version's model is found.
    """
    return assess_many([text], audience=audience)[0]


def assess_many(texts: Iterable[str], *, audience: Audience = "balanced") -> list[Assessment]:
    """Read many utterances, in order, several times faster than one by one."""
    pipeline = load_pipeline(model_dir())
    meta: dict[str, Any] = pipeline.meta[META]
    threshold = threshold_override(audience)
    flag_at = meta["thresholds"][audience] if threshold is None else threshold
    given = list(texts)
    with _lock, pipeline.memory_zone():
        docs = pipeline.pipe((readable(text) for text in given), batch_size=BATCH)
        return [
            _assessment(text, doc, flag_at, meta) for text, doc in zip(given, docs, strict=True)
        ]


def _assessment(text: str, doc: Doc, flag_at: float, meta: dict[str, Any]) -> Assessment:
    words = words_of(doc)
    if not any(word.norm[:1].isalpha() for word in words):
        return Assessment("unclear", 1.0, (), (), meta["model"])
    scores = scores_of(doc)
    label, confidence = choose_label(scores.labels[0], flag_at)
    themes: tuple[str, ...] = ()
    if label in ("personal", "mixed"):
        themes = choose_themes(scores.themes[0], meta["thresholds"]["theme"])
    spans = []
    for run in mark(label, words, clauses_of(doc), scores.sides, scores.kinds):
        start = doc[run.first].idx
        end = doc[run.last - 1].idx + len(doc[run.last - 1])
        reason = reasons()[run.kind or (themes[0] if themes else "personal")]
        spans.append(Span(start, end, text[start:end], run.kind, run.side, reason))
    return Assessment(label, round(confidence, 4), tuple(spans), themes, meta["model"])


def warm_up() -> Language:
    """Load the model now rather than at the first text."""
    return load_pipeline(model_dir())
