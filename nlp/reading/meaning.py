"""What the network sees of a message: its words for the encoder, and the open question."""

from functools import lru_cache
from typing import Final

import numpy as np

from nlp.reading.linear import Floats
from nlp.reading.normalise import Words
from nlp.reading.questions import ANY, QUESTIONS, family_of
from nlp.vectors import Encoded, the_encoder

PLACES: Final = (*QUESTIONS, ANY)
FAMILIES: Final = ("open", "yes_no", "choice", "any")
EXTRA: Final = len(PLACES) + len(FAMILIES)
_EMOJI: Final = "emoji_"


def spoken(words: Words) -> list[str]:
    """Return the words in their full spelling, a sign for each emoji."""
    return [t.removeprefix(_EMOJI) for t in words.tokens] or ["."]


def encode(messages: list[Words]) -> Encoded:
    return the_encoder().encode([spoken(words) for words in messages])


@lru_cache(maxsize=128)
def place_of(question: str) -> Floats:
    """Return (EXTRA,): a one for the question and a one for its kind."""
    found = np.zeros(EXTRA, dtype=np.float32)
    found[PLACES.index(question)] = 1
    found[len(PLACES) + FAMILIES.index(family_of(question))] = 1
    return found
