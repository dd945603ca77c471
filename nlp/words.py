"""What is known of one word: its hashes, its classes and its tag. Worked out once, then kept."""

from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from nlp.lexicon import Lexicon
from nlp.spelling import Speller
from nlp.text import normal_word

Hashes = npt.NDArray[np.uint64]

MOST_KEPT = 50_000
# Words that carry grammar keep their own tag, so that tag sequences stay readable as sentences.
GRAMMAR = frozenset(
    "i me my he him his she her they them their it its we us our you your the a an this that these "
    "those and or but so if to for of in on at with from by about as than not no dont cant wont "
    "didnt want wants wanted need needs like id im be being been is are was were have has had do "
    "does did can could will would should may might must just only more any some all when who "
    "what where how why because cos again back up out off get got let make keep stop know".split()
)


class Word(NamedTuple):
    norm: str
    hash: int
    chars: Hashes
    classes: tuple[int, ...]
    tag: int


def hash_text(text: str) -> int:
    """A 64-bit hash that is the same in every process (unlike `hash`)."""
    data = text.encode("utf-8", "replace")
    return (crc32(data) << 32) | crc32(data[::-1], 0x9E3779B9)


def char_hashes(norm: str) -> Hashes:
    """Hash the 2- to 5-grams of `norm` between word marks. At most 60 letters are looked at."""
    padded = f"<{norm[:60]}>"
    grams = [padded[i : i + n] for n in range(2, 6) for i in range(len(padded) - n + 1)]
    return np.array([hash_text(g) for g in grams], dtype=np.uint64)


class WordBook:
    """Look words up by their text; unknown spellings borrow the classes of the word they meant."""

    def __init__(self, lexicon: Lexicon, speller: Speller) -> None:
        self._lexicon = lexicon
        self._speller = speller
        self._kept: dict[int, Word] = {}

    def look_up(self, key: int, text: str) -> Word:
        """Return the word for `text`; `key` is any number that stands for `text` alone."""
        word = self._kept.get(key)
        if word is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            word = self._kept[key] = self._make(normal_word(text))
        return word

    def get(self, key: int) -> Word | None:
        return self._kept.get(key)

    def _make(self, typed: str) -> Word:
        norm = typed if typed in self._lexicon.words else self._speller.correct(typed)
        classes = self._lexicon.words.get(norm, ())
        return Word(
            norm, hash_text(norm), char_hashes(typed), classes, hash_text(self._tag(norm, classes))
        )

    def _tag(self, norm: str, classes: tuple[int, ...]) -> str:
        if norm in GRAMMAR:
            return norm
        if classes:
            return f"#{classes[0]}"
        if not norm[:1].isalnum():
            return norm[:1]
        return next((f"~{end}" for end in ("ing", "ed", "ly", "s") if norm.endswith(end)), "~")
