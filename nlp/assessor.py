"""The public face: one utterance in, an `Assessment` out. No text makes it raise."""

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from nlp.components.outcome_reader import scores_of
from nlp.components.word_reader import clauses_of, words_of
from nlp.data_files import reasons
from nlp.loading import loaded_once
from nlp.pipeline import changed, load_pipeline
from nlp.reader import choose_label, choose_themes, wish_likely
from nlp.settings import model_dir, threshold_override
from nlp.spans import mark
from nlp.text import readable
from nlp.types import Assessment, Audience, Span

META = "ownwords"
BATCH = 256
_lock = threading.Lock()  # a spaCy vocabulary is not for two threads at once


class Assessor:
    """A trained pipeline with its thresholds."""

    def __init__(self, folder: Path) -> None:
        self._pipeline = load_pipeline(folder)
        meta: dict[str, Any] = self._pipeline.meta[META]  # worked out anew at each look, so kept
        self.name: str = meta["model"]
        self.thresholds: dict[str, float] = meta["thresholds"]

    def read(self, texts: Sequence[str], audience: Audience) -> list[Assessment]:
        override = threshold_override(audience)
        flag_at = self.thresholds[audience] if override is None else override
        with _lock, self._pipeline.memory_zone():
            docs = self._pipeline.pipe((readable(text) for text in texts), batch_size=BATCH)
            return [
                self._assessment(text, doc, flag_at) for text, doc in zip(texts, docs, strict=True)
            ]

    def _assessment(self, text: str, doc: Doc, flag_at: float) -> Assessment:
        words = words_of(doc)
        if not any(word.norm[:1].isalpha() for word in words):
            return Assessment("unclear", 1.0, (), (), self.name)
        scores = scores_of(doc)
        label, confidence = choose_label(scores.labels[0], flag_at)
        themes: tuple[str, ...] = ()
        if label in ("personal", "mixed") or wish_likely(scores.labels[0]):
            themes = choose_themes(scores.themes[0], self.thresholds["theme"])
        spans = []
        for run in mark(label, words, clauses_of(doc), scores.sides, scores.kinds):
            start = doc[run.first].idx
            end = doc[run.last - 1].idx + len(doc[run.last - 1])
            reason = reasons()[run.kind or (themes[0] if themes else "personal")]
            spans.append(Span(start, end, text[start:end], run.kind, run.side, reason))
        return Assessment(label, round(confidence, 4), tuple(spans), themes, self.name)


@loaded_once
def _assessor(folder: Path, _changed: float) -> Assessor:
    return Assessor(folder)


def the_assessor() -> Assessor:
    """The trained reader, loaded once, and again after it was trained again."""
    folder = model_dir()
    return _assessor(folder, changed(folder))


def assess(text: str, *, audience: Audience = "practitioner") -> Assessment:
    """Read one utterance.

    `audience` sets how sure it must be before it flags a service: "adult" flags least (a wrong flag
    tells a frightened person they answered wrongly), "practitioner" most, "balanced" is the most
    accurate. Raises ModelMissing, or ModelStale when another version's model is found.
    """
    return the_assessor().read([text], audience)[0]


def assess_many(texts: Iterable[str], *, audience: Audience = "balanced") -> list[Assessment]:
    """Read many utterances, in order, several times faster than one by one."""
    return the_assessor().read(list(texts), audience)
