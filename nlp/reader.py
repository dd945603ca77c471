"""The trained reader: scores for texts and clauses, and the choices made from them. No spaCy."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.features import Read, clause_groups, text_groups
from nlp.head import (
    N_KINDS,
    N_SIDES,
    Head,
    label_evidence,
    log_softmax,
    theme_evidence,
)
from nlp.linear import Floats, Linear
from nlp.types import LABELS, THEMES, Label

PERSONAL, SERVICE, MIXED, UNCLEAR = range(len(LABELS))
# A wish as likely as this has themes, though its label may not say so: the lowest chance that costs
# no micro F1 over all lines, with and without themes (docs/decisions/0012-themes.md).
THEMES_FROM = 0.35


@dataclass(slots=True)
class Scores:
    """Probabilities: `labels` and `themes` a row a text; `sides` and `kinds` a row a clause."""

    labels: Floats
    themes: Floats
    sides: Floats
    kinds: Floats
    clause_text: npt.NDArray[np.int64]

    def only(self, text: int, first: int, last: int) -> "Scores":
        """The scores of one text, whose clauses run from `first` up to `last`."""
        return Scores(
            self.labels[text : text + 1],
            self.themes[text : text + 1],
            self.sides[first:last],
            self.kinds[first:last],
            self.clause_text[first:last] - text,
        )


@dataclass(slots=True)
class Reader:
    text: Linear
    clause: Linear
    head: Head

    def score(self, read: Read) -> Scores:
        text = self.text.scores(text_groups(read), read.texts)
        clause = self.clause.scores(clause_groups(read), len(read.clause_text))
        return Scores(
            labels=self.head.labels(label_evidence(text, clause, read.clause_text)),
            themes=self.head.themes(theme_evidence(text, clause, read.clause_text)),
            sides=np.exp(log_softmax(clause[:, :N_SIDES])),
            kinds=np.exp(log_softmax(clause[:, N_SIDES : N_SIDES + N_KINDS])),
            clause_text=read.clause_text,
        )


def choose_label(probabilities: Floats, threshold: float) -> tuple[Label, float]:
    """Flag when service and mixed together reach `threshold`; return the label and its chance."""
    flagged = float(probabilities[SERVICE] + probabilities[MIXED])
    pair = (SERVICE, MIXED) if flagged >= threshold else (PERSONAL, UNCLEAR)
    best = max(pair, key=lambda i: float(probabilities[i]))
    return LABELS[best], float(probabilities[best])


def wish_likely(probabilities: Floats) -> bool:
    """Say whether a wish may well be in it, whatever its label is for this audience."""
    return float(probabilities[PERSONAL] + probabilities[MIXED]) >= THEMES_FROM


def choose_themes(probabilities: Floats, threshold: float) -> tuple[str, ...]:
    """The likeliest theme, then up to two more that reach `threshold`."""
    order = np.argsort(-probabilities, kind="stable")[:3]
    return tuple(
        THEMES[i] for place, i in enumerate(order) if place == 0 or probabilities[i] >= threshold
    )
