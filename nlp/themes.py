"""A second look at what a wish is about: networks over the encoder's vectors, beside the linear
reader and only where that one doubts (docs/decisions/0012-themes.md)."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from nlp.head import N_THEMES, log_softmax, sigmoid
from nlp.linear import Floats
from nlp.reader import MIXED, PERSONAL, Scores
from nlp.vectors import Encoded, Network, the_encoder
from nlp.words import Word

# A text that is hardly a wish needs no themes; one whose theme is plain needs no second look.
WISH_AT_LEAST: Final = 0.2
DOUBT_BELOW: Final = 0.5
SHARE: Final = 0.5
NOTHING: Final = (".",)  # an encoder needs a word


def doubts(scores: Scores) -> bool:
    """Say whether one text's themes want a second look."""
    wish = float(scores.labels[0, PERSONAL] + scores.labels[0, MIXED])
    themes = scores.themes[0]
    return wish >= WISH_AT_LEAST and float(themes.max()) < DOUBT_BELOW * float(themes.sum())


def encode(texts: Sequence[Sequence[Word]]) -> Encoded:
    return the_encoder().encode([[word.norm for word in text] or NOTHING for text in texts])


def second_look(
    networks: Sequence[Network], texts: Sequence[Sequence[Word]], first: Floats
) -> Floats:
    """Return `first` (texts, themes) joined with what the networks say of the texts, on average.

    A network gives two groups of scores: which theme is the main one, and each by itself. The
    main one is lifted to the top, so that whoever takes the greatest takes it.
    """
    read = encode(texts)
    nothing = np.zeros((len(texts), 0), dtype=np.float32)
    scores = np.mean([network.scores(read, nothing) for network in networks], axis=0)
    share = first / np.maximum(first.sum(axis=1, keepdims=True), 1e-6)
    main = SHARE * log_softmax(scores[:, :N_THEMES]) + (1 - SHARE) * np.log(share + 1e-6)
    joined = (1 - SHARE) * first + SHARE * sigmoid(scores[:, N_THEMES:])
    rows = np.arange(len(texts))
    joined[rows, main.argmax(axis=1)] = np.minimum(joined.max(axis=1) + 0.01, 1)
    return np.asarray(joined, dtype=np.float32)
