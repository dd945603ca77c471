"""Guess the word a misspelling meant: one slip away, or the same by sound."""

import re
from collections.abc import Iterable

SHORTEST = 4
LONGEST = 24
_SOUNDS = (
    (re.compile(r"^kn"), "n"), (re.compile(r"^wr"), "r"), (re.compile(r"^ps"), "s"),
    (re.compile(r"ph"), "f"), (re.compile(r"tion|sion|shun"), "shn"), (re.compile(r"ough"), "o"),
    (re.compile(r"c(?=[eiy])"), "s"), (re.compile(r"ck|c|q"), "k"), (re.compile(r"gh"), ""),
    (re.compile(r"dg(?=[eiy])"), "j"), (re.compile(r"g(?=[eiy])"), "j"), (re.compile(r"x"), "ks"),
    (re.compile(r"z"), "s"), (re.compile(r"th"), "0"), (re.compile(r"wh"), "w"),
    (re.compile(r"(?<=.)[aeiouy]+"), "a"), (re.compile(r"(?<=.)h"), ""), (re.compile(r"a$"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


def sound(word: str) -> str:
    """A rough key that words sounding alike share: "neece" and "niece" both give "nas"."""
    for pattern, into in _SOUNDS:
        word = pattern.sub(into, word)
    return word


def _one_out(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


class Speller:
    """Built from known words, the most trusted first; holds no text that was typed."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known: dict[str, int] = {}
        for word in known:
            self.known.setdefault(word, len(self.known))
        self._near: dict[str, str] = {}
        self._sounds: dict[str, str] = {}
        for word in self.known:
            if not (SHORTEST <= len(word) <= LONGEST and word.isalpha()):
                continue
            self._sounds.setdefault(sound(word), word)
            for key in (word, *sorted(_one_out(word))):
                self._near.setdefault(key, word)

    def correct(self, word: str) -> str:
        """Return the known word that `word` most likely meant, or `word` itself."""
        if word in self.known or not (SHORTEST <= len(word) <= LONGEST and word.isalpha()):
            return word
        for candidate in self._candidates(word):
            if candidate[0] == word[0] and candidate != word[:-1] and word != candidate[:-1]:
                return candidate
        return word

    def _candidates(self, word: str) -> list[str]:
        found = [self._near[word]] if word in self._near else []
        alike = self._sounds.get(sound(word)) if len(word) > SHORTEST else None  # wash, wish
        if alike and abs(len(alike) - len(word)) <= 2:
            found.append(alike)
        if len(word) > SHORTEST:
            near = {self._near[k] for k in _one_out(word) if k in self._near}
            found += sorted(
                (c for c in near if abs(len(c) - len(word)) <= 1), key=self.known.__getitem__
            )
        return found
