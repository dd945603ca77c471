"""From what a person typed to words that can be compared. The message itself is never changed."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from nlp.reading.respelling import (
    EMOJI,
    PHRASES,
    WORDS,
    watched_word,
)

# Characters past this many are not read: nobody is made to wait.
LONGEST: Final = 24_000

_APOSTROPHES: Final = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u0060\u00b4\uff07"), "'")
_STRETCHED: Final = re.compile(r"([^\W\d_])\1{2,}")
_TOKEN: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.!?\n\u2026;]+|[^\w\s]|_+")
_ENDS: Final = frozenset(".!\n\u2026;")
_SPLIT: Final = {"n't": ("not",), "'m": ("am",), "'re": ("are",), "'ve": ("have",),
                 "'ll": ("will",), "'d": ("would",)}  # fmt: skip
_IS_AFTER: Final = frozenset(
    "he she it that this there here who what where how everything nobody someone".split()
)


@dataclass(frozen=True)
class Words:
    """A message as the reader sees it.

    `raw` is lower-case with one space between words. `tokens` are words in their full spelling
    ("he's" is "he", "is"), with "." or "?" where a sentence ends. `line` is the tokens with a space
    on each side, which is what patterns are searched in.
    """

    raw: str
    tokens: tuple[str, ...]
    line: str


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST].lower().translate(_APOSTROPHES)
    return "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else " " for c in text)


def _unstretch(word: str) -> str:
    """Return "help" for "heeelp" and "soo" for "sooo"; the word list then knows both."""
    if not _STRETCHED.search(word):
        return word
    once = _STRETCHED.sub(r"\1", word)
    twice = _STRETCHED.sub(r"\1\1", word)
    return once if once in WORDS or twice not in WORDS else twice


def _spell_out(word: str) -> tuple[str, ...]:
    """Return the words one written word stands for: "don't" is "do", "not"."""
    word = _unstretch(word)
    if "'" not in word:
        return WORDS.get(word) or (watched_word(word) or word,)
    whole = word.replace("'", "")
    for ending, full in _SPLIT.items():
        if word.endswith(ending) and len(word) > len(ending):
            known = WORDS.get(whole)
            return known if known and ending == "n't" else (word[: -len(ending)], *full)
    if word.endswith("'s"):
        owner = WORDS.get(word[:-2], (word[:-2],))
        return (*owner, "is" if owner[-1] in _IS_AFTER else "s")
    return WORDS.get(whole, (whole,))


def _tokens(raw: str) -> list[str]:
    found: list[str] = []
    for piece in _TOKEN.findall(raw):
        if piece[0].isalnum():
            found.extend(_spell_out(piece))
        elif "?" in piece:
            found.append("?")
        elif piece[0] in _ENDS:
            found.append(".")
        elif piece in EMOJI:
            found.append(EMOJI[piece])
        elif ord(piece[0]) > 0x2190 and ord(piece[0]) != 0xFE0F:
            found.append("emoji_" + piece)
    return found


def _join_phrases(tokens: list[str]) -> list[str]:
    """Replace runs such as "gon na" by their full spelling, longest first."""
    out: list[str] = []
    at = 0
    while at < len(tokens):
        for size in (3, 2):
            full = PHRASES.get(tuple(tokens[at : at + size]))
            if full is not None:
                out.extend(full)
                at += size
                break
        else:
            out.append(tokens[at])
            at += 1
    return out


def words_of(text: str) -> Words:
    """Read `text` into words. Never raises; takes time in step with the length."""
    raw = _clean(text)
    tokens = _join_phrases(_tokens(raw))
    while tokens and tokens[0] == ".":
        tokens.pop(0)
    return Words(" ".join(raw.split()), tuple(tokens), " " + " ".join([*tokens, ""]))
