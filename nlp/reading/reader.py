"""Read one message: the trained model and the curated patterns together, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from nlp.errors import ModelMissing
from nlp.reading import safety
from nlp.reading.features import features_at, seen_in
from nlp.reading.intents import INFORM, INTENTS, SAFETY
from nlp.reading.linear import Floats, Linear, load
from nlp.reading.meaning import encode, place_of
from nlp.reading.normalise import Words, words_of
from nlp.reading.questions import Family, family_of, open_question
from nlp.reading.rules import Level, Rules, unpack
from nlp.vectors import Network, load_network, the_encoder

# How far danger, self-harm and "not safe" outrank what comes after them.
RANK = (1.2, 1.1, 1.0)
# Whole messages that are no alarm by themselves, though alarms hold such words: where the question
# is whether it is safe, they may well be.
NO_ALARM = frozenset(("not now", "here", "tonight", "water"))
SAFE_NOW = "safe_now"
WHO = frozenset("together others_at_risk whose_words role relationship different_view".split())


@dataclass(frozen=True)
class Reading:
    """How the bot acts on a message. `scores` holds a probability for every intent.

    `safety` may be "past" or "worrying" whatever the intent is; with one of the three safety
    intents it is "now" or, where it is doubtful that it is happening now, "worrying".
    """

    intent: str
    confidence: float
    safety: Level | None
    scores: dict[str, float] = field(repr=False)


@dataclass(frozen=True)
class Thresholds:
    """Where the lines are drawn, by figures on unseen wording (docs/decisions/0022-vectors.md,
    0091-plain-words-are-no-alarm.md).

    The leans are log-odds in favour of an answer.
    """

    temperature: float = 0.22
    heed: float = 0.4  # how much the network counts beside the linear models
    heed_alarm: float = 0.5
    safety: tuple[float, float, float] = (0.35, 0.4, 0.5)
    # An alarm below `sure_alarm` counts only where the reading of intents sees it too, if faintly:
    # alone it is raised by any few words that its examples also hold ("another go", "by myself").
    sure_alarm: float = 0.8
    seen_too: float = 0.07
    # A pattern decides unless the models are this sure that there is nothing: no list of phrases
    # foresees "over her dead body" or a bridge club. It stays "worrying" then.
    pattern_seen: float = 0.1
    # Where the question is who there is, people are the answer: only what is sure closes the page.
    not_safe_who: float = 0.9
    sure_open: float = 0.5
    lean_open: float = 1.4
    lean_choice: float = 2.4
    lean_yes_no: float = 1.4
    lean_any: float = -1.5

    def at(self, question: str) -> "Thresholds":
        """Return the lines for one question."""
        if question not in WHO:
            return self
        danger, self_harm, _ = self.safety
        return replace(self, safety=(danger, self_harm, self.not_safe_who))

    def lean(self, family: Family) -> float:
        """Return how much more readily a message is taken as an answer at this kind of question."""
        leans: dict[Family, float] = {
            "open": self.lean_open,
            "choice": self.lean_choice,
            "yes_no": self.lean_yes_no,
            "any": self.lean_any,
        }
        return leans[family]


def softmax(margins: Floats) -> Floats:
    """Return probabilities that add up to one."""
    powers: Floats = np.exp(margins - margins.max())
    chances: Floats = powers / powers.sum()
    return chances


def sigmoid(margins: Floats) -> Floats:
    """Return one probability for each margin."""
    chances: Floats = (1.0 / (1.0 + np.exp(-np.clip(margins, -30, 30)))).astype(np.float32)
    return chances


class Reader:
    """A loaded model. It keeps nothing of what it reads and may be shared between threads."""

    def __init__(
        self, model: Linear, network: Network, rules: Rules, thresholds: Thresholds
    ) -> None:
        self.model = model
        self.network = network
        self.rules = rules
        self.thresholds = thresholds

    @classmethod
    def from_folder(cls, folder: Path) -> "Reader":
        """Raises ModelMissing."""
        model, _, packed = load(folder)
        the_encoder()  # loaded now, so that the first message does not wait for it
        try:
            network, rules = load_network(folder), unpack(packed)
        except (OSError, KeyError, ValueError) as error:  # PhraseError is a ValueError
            raise ModelMissing(folder) from error
        return cls(model, network, rules, Thresholds())

    def read(self, text: str, asking: str | None = None) -> Reading:
        """Return the reading of `text` at the open question. Never raises, whatever is typed."""
        question = open_question(asking)
        words = words_of(text)
        if not words.tokens:
            return _nothing_said(question)
        found = safety.find(words, self.rules, question)
        lines = self.thresholds.at(question)
        margins = self._margins(words, question, found)
        if words.line.strip(" .") in NO_ALARM and question != SAFE_NOW:
            margins[len(INTENTS) :], found = -np.inf, ()
        return decide(margins, found, family_of(question), lines)

    def _margins(self, words: Words, question: str, found: Sequence[safety.Found]) -> Floats:
        """Return what both models make of it, a log-odds for each intent and each alarm."""
        seen = seen_in(words, self.rules)
        linear = self.model.score(features_at(seen, question, found))
        network = self.network.scores(encode([words]), place_of(question)[None])[0]
        return together(linear, network, self.thresholds)

    def words(self, text: str) -> Words:
        return words_of(text)


def together(linear: Floats, network: Floats, lines: Thresholds) -> Floats:
    """Weigh the linear models' margins and the network's scores, as log-odds."""
    out = np.empty_like(linear)
    intents, alarms = slice(None, len(INTENTS)), slice(len(INTENTS), None)
    out[intents] = _log_softmax(linear[intents] / lines.temperature) * (1 - lines.heed)
    out[intents] += _log_softmax(network[intents]) * lines.heed
    out[alarms] = linear[alarms] * (1 - lines.heed_alarm) + network[alarms] * lines.heed_alarm
    return out


def _log_softmax(scores: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(softmax(scores), 1e-7)), dtype=np.float32)


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


def _raised(
    alarms: Floats,
    scores: dict[str, float],
    found: tuple[safety.Found, ...],
    lines: Thresholds,
) -> dict[str, float]:
    """Return how strongly each safety intent is raised, those that are not left out.

    Danger outranks self-harm, and that not being safe to talk, where they are about as strong: a
    pattern counts half of the whole, so that one model's faint echo does not outrank clear words.
    """
    raised: dict[str, float] = {}
    for name, alarm, line, rank in zip(SAFETY, alarms, lines.safety, RANK, strict=True):
        told = any(f.pattern.intent == name and f.level == "now" for f in found)
        certain = told and alarm >= lines.pattern_seen
        seen = alarm >= lines.sure_alarm or scores[name] >= lines.seen_too
        if certain or (alarm >= line and seen):
            raised[name] = rank * (float(alarm) + (0.5 if certain else 0.0))
    return raised


def decide(
    margins: Floats, found: tuple[safety.Found, ...], family: Family, lines: Thresholds
) -> Reading:
    """Return what the bot acts on: danger, self-harm, not safe, then the best of the rest.

    A pattern of level "now" that nothing undoes decides, unless the models see nothing of the kind;
    the trained models decide where they are surer than their lines. At an open question what is not
    clear is the person's answer.
    """
    wishes = margins[: len(INTENTS)].copy()
    wishes[INTENTS.index(INFORM)] += lines.lean(family)
    chances = softmax(wishes)
    alarms = sigmoid(margins[len(INTENTS) :])
    scores = {name: float(p) for name, p in zip(INTENTS, chances, strict=True)}
    raised = _raised(alarms, scores, found, lines)
    if raised:
        name = max(raised, key=lambda n: (raised[n], -SAFETY.index(n)))
        return Reading(name, min(1.0, max(raised[name], 0.5)), _level(name, found), scores)
    best = max((n for n in INTENTS if n not in SAFETY), key=scores.__getitem__)
    if family == "open" and scores[best] < lines.sure_open:
        best = INFORM
    return Reading(best, scores[best], _level(best, found), scores)
