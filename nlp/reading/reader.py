"""Read one message: the trained model and the curated patterns together, and the decision."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from nlp.reading import safety
from nlp.reading.features import all_features
from nlp.reading.intents import INFORM, INTENTS, SAFETY
from nlp.reading.linear import Floats, Linear, load
from nlp.reading.normalise import Words, words_of
from nlp.reading.questions import Family, family_of, open_question
from nlp.reading.rules import Level, Rules, unpack


@dataclass(frozen=True)
class Reading:
    """How the bot acts on a message. `scores` holds a probability for every intent.

    `safety` may be "past" or "worrying" whatever the intent is; with one of the three safety intents it
    is "now" or, where it is doubtful that it is happening now, "worrying".
    """

    intent: str
    confidence: float
    safety: Level | None
    scores: dict[str, float] = field(repr=False)


@dataclass(frozen=True)
class Thresholds:
    """Where the lines are drawn; set in training by figures on held-out wording."""

    temperature: float = 0.25
    safety: tuple[float, float, float] = (0.5, 0.5, 0.5)
    sure_open: float = 0.35

    @staticmethod
    def of(about: dict[str, Any]) -> "Thresholds":
        kept = about.get("thresholds", {})
        return Thresholds(
            float(kept.get("temperature", 0.25)),
            tuple(kept.get("safety", (0.5, 0.5, 0.5))),
            float(kept.get("sure_open", 0.35)),
        )


def softmax(margins: Floats) -> Floats:
    """Return probabilities that add up to one."""
    powers: Floats = np.exp(margins - margins.max())
    return powers / powers.sum()


def sigmoid(margins: Floats) -> Floats:
    """Return one probability for each margin."""
    return 1.0 / (1.0 + np.exp(-np.clip(margins, -30, 30)))


class Reader:
    """A loaded model. Reading keeps nothing of what it reads and is safe to share between threads."""

    def __init__(self, model: Linear, rules: Rules, thresholds: Thresholds) -> None:
        self.model = model
        self.rules = rules
        self.thresholds = thresholds

    @classmethod
    def from_folder(cls, folder: Path) -> "Reader":
        """Raises ModelMissing."""
        model, about, packed = load(folder)
        return cls(model, unpack(packed), Thresholds.of(about))

    def read(self, text: str, asking: str | None = None) -> Reading:
        """Return the reading of `text` at the open question. Never raises, whatever is typed."""
        question = open_question(asking)
        words = words_of(text)
        if not words.tokens:
            return _nothing_said(question)
        margins = self.model.score(all_features(words, question, self.rules))
        found = safety.find(words, self.rules, question)
        return decide(margins, found, family_of(question), self.thresholds)

    def words(self, text: str) -> Words:
        return words_of(text)


def _nothing_said(question: str) -> Reading:
    """An empty message is no answer at all: nothing is to be recorded or acted on."""
    scores = dict.fromkeys(INTENTS, 0.0)
    scores["out_of_scope"] = 1.0
    return Reading("out_of_scope", 1.0, None, scores)


def _level(intent: str, found: tuple[safety.Found, ...]) -> Level | None:
    levels = {f.level for f in found}
    if intent in SAFETY:
        own = {f.level for f in found if f.pattern.intent == intent}
        return "worrying" if "worrying" in own and "now" not in own else "now"
    if "now" in levels or "worrying" in levels:
        return "worrying"
    return "past" if "past" in levels else None


def decide(
    margins: Floats, found: tuple[safety.Found, ...], family: Family, lines: Thresholds
) -> Reading:
    """Return what the bot acts on: danger, self-harm, not safe, then the best of the rest.

    A pattern of level "now" that nothing undoes decides; the trained models decide where they are
    surer than their lines. At an open question what is not clear is the person's answer.
    """
    chances = softmax(margins[: len(INTENTS)] / np.float32(lines.temperature))
    alarms = sigmoid(margins[len(INTENTS) :])
    scores = {name: float(p) for name, p in zip(INTENTS, chances, strict=True)}
    for name, alarm, line in zip(SAFETY, alarms, lines.safety, strict=True):
        certain = any(f.pattern.intent == name and f.level == "now" for f in found)
        if certain or alarm >= line:
            sure = max(float(alarm), scores[name], 0.9 if certain else 0.0)
            return Reading(name, sure, _level(name, found), scores)
    best = max((n for n in INTENTS if n not in SAFETY), key=scores.__getitem__)
    if family == "open" and scores[best] < lines.sure_open:
        best = INFORM
    return Reading(best, scores[best], _level(best, found), scores)
