"""The word classes: what stands in for word vectors, which cannot be had here.

`resources/lexicon.jsonl` holds one class a line. A word may belong to several; the first class in
the file's order is its tag, and multi-word terms win over single words.
"""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from nlp.errors import ResourceError
from nlp.settings import RESOURCES
from nlp.text import normal_word


@dataclass(slots=True)
class Lexicon:
    """`words` maps a normal word to its classes, `phrases` longer terms; `lengths` says how long
    the terms are that begin with a word, longest first."""

    classes: list[str] = field(default_factory=list)
    words: dict[str, tuple[int, ...]] = field(default_factory=dict)
    phrases: dict[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict)
    lengths: dict[str, list[int]] = field(default_factory=dict)

    def longest(self, words: list[str], at: int) -> tuple[int, tuple[int, ...]]:
        """Return (words covered, classes) of the longest multi-word term at `at`, or (0, ())."""
        for length in self.lengths.get(words[at], ()):
            classes = self.phrases.get(tuple(words[at : at + length]))
            if classes is not None and at + length <= len(words):
                return length, classes
        return 0, ()


def normal_term(term: str) -> tuple[str, ...]:
    """Split a term the way the tokenizer splits text."""
    return tuple(normal_word(w) for w in term.replace("-", " - ").replace("/", " / ").split())


def read_lexicon(path: Path) -> Lexicon:
    found: dict[tuple[str, ...], list[int]] = {}
    lexicon = Lexicon()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            name, terms = row["class"], row["terms"]
        except (ValueError, KeyError) as error:
            raise ResourceError(f"{path.name}, line {number}: {error}") from error
        if name not in lexicon.classes:
            lexicon.classes.append(name)
        index = lexicon.classes.index(name)
        for term in terms:
            classes = found.setdefault(normal_term(term), [])
            if index not in classes:
                classes.append(index)
    for words, indexes in found.items():
        _add(lexicon, words, tuple(sorted(indexes)))
    for lengths in lexicon.lengths.values():
        lengths.sort(reverse=True)
    return lexicon


def _add(lexicon: Lexicon, words: tuple[str, ...], classes: tuple[int, ...]) -> None:
    if len(words) == 1:
        lexicon.words[words[0]] = classes
    elif words:
        lexicon.phrases[words] = classes
        lengths = lexicon.lengths.setdefault(words[0], [])
        if len(words) not in lengths:
            lengths.append(len(words))


@lru_cache(maxsize=1)
def the_lexicon() -> Lexicon:
    return read_lexicon(RESOURCES / "lexicon.jsonl")
