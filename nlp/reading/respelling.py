"""Short forms, phone spellings and emoji, and the words they stand for (data: respelling.txt)."""

from functools import lru_cache
from importlib import resources
from typing import Final


def _sections() -> dict[str, list[tuple[str, str]]]:
    """Return {section: [(written, meant), ...]} from lines "written = meant" under "[section]"."""
    found: dict[str, list[tuple[str, str]]] = {}
    current: list[tuple[str, str]] = []
    text = resources.files(__package__).joinpath("respelling.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            current = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            written, _, meant = line.partition(" = ")
            current.extend((w, meant) for w in written.split(", "))
    return found


_SECTIONS: Final = _sections()
WORDS: Final[dict[str, tuple[str, ...]]] = {
    written: tuple(meant.split()) for written, meant in _SECTIONS["words"]
}
PHRASES: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    tuple(written.split()): tuple(meant.split()) for written, meant in _SECTIONS["phrases"]
}
EMOJI: Final[dict[str, str]] = dict(_SECTIONS["emoji"])
WATCHED: Final = frozenset(w for w, _ in _SECTIONS["watched"])
_REAL: Final = frozenset(w for w, _ in _SECTIONS["real"])


def _with_one_left_out(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(1, len(word))}


_NEAR: Final = {short: word for word in sorted(WATCHED) for short in _with_one_left_out(word)}


@lru_cache(maxsize=4096)
def watched_word(word: str) -> str | None:
    """Return the watched word one slip away: a letter more, less, other or swapped.

    The first letter must be right. None for words that are real, short, or not near.
    """
    if not 4 <= len(word) <= 16 or word in WATCHED or word in _REAL or word in WORDS:
        return None
    shorter = _with_one_left_out(word)
    near = {_NEAR[s] for s in (*shorter, word) if s in _NEAR} | (shorter & WATCHED)
    close = sorted(w for w in near if w[0] == word[0] and _one_slip(word, w))
    return close[0] if close else None


def _one_slip(a: str, b: str) -> bool:
    if len(a) != len(b):
        return True
    differ = [i for i in range(len(a)) if a[i] != b[i]]
    if len(differ) == 1:
        return True
    swapped = len(differ) == 2 and differ[1] == differ[0] + 1
    return swapped and a[differ[0]] == b[differ[1]] and a[differ[1]] == b[differ[0]]
