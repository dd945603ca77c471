"""A small language for phrases, so that people who do not program can read and edit them.

    {they} {is} .. {hitting} {me}    {name} is any entry of a list      (a|b c) either
    (just)?  may be left out         (help|now)+ once or more           strangl* any ending
    ..  up to 3 words between        ...  up to 7 words between, never over the end of a sentence
    ^ the message starts here        $ the message ends here            . a sentence ends here

A gap never holds "not", "no" or "never". A phrase is searched in `Words.line`. Every gap is
bounded, so the time is in step with the length.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Lists = Mapping[str, tuple[str, ...]]
Of = TypeVar("Of")

_GAPS: Final = {"..": 3, "...": 7}
_ITEM: Final = re.compile(r"[()|]|[^\s()|]+")
_DEEPEST: Final = 5
_END: Final = r"(?:[.?] )*\Z"
_ANY_WORD: Final = r"(?:(?!(?:not|no|never|nobody) )[^ .?]+ )"


class PhraseError(ValueError):
    """A phrase that cannot be read; the message names it."""


@dataclass(frozen=True)
class Phrase:
    """One phrase, ready to search. `anchors`: words of which a match must hold at least one."""

    written: str
    regex: re.Pattern[str]
    anchors: frozenset[str] | None


class PhraseIndex(Generic[Of]):
    """Many phrases, each with what it stands for, of which few can match a message: a phrase is
    found by the words of which a match must hold one."""

    def __init__(self, phrases: Iterable[tuple[Phrase, Of]]) -> None:
        self._phrases = tuple(phrases)
        self._without_anchors: list[int] = []
        self._by_word: dict[str, list[int]] = {}
        for at, (phrase, _) in enumerate(self._phrases):
            if phrase.anchors is None:
                self._without_anchors.append(at)
            for word in phrase.anchors or ():
                self._by_word.setdefault(word, []).append(at)

    def near(self, present: frozenset[str]) -> list[tuple[Phrase, Of]]:
        """Return those that may match where the words `present` are, in the order given."""
        found = set(self._without_anchors)
        for word in present:
            found.update(self._by_word.get(word, ()))
        return [self._phrases[at] for at in sorted(found)]

    def held_by(self, line: str, present: frozenset[str]) -> Iterator[Of]:
        """Yield what the phrases stand for that match `line`, whose words are `present`."""
        return (of for phrase, of in self.near(present) if phrase.regex.search(line))


@dataclass(frozen=True)
class _Piece:
    """A regex with the words of which a match must hold one; None where that cannot be told."""

    regex: str
    anchors: frozenset[str] | None


def _word(word: str, lists: Lists, depth: int) -> _Piece:
    if word in _GAPS:
        return _Piece(f"{_ANY_WORD}{{0,{_GAPS[word]}}}", None)
    if word == "^":
        return _Piece(r"(?<=\A )", None)
    if word in ("$", "."):
        return _Piece(_END if word == "$" else "[.?] ", None)
    if word.startswith("{"):
        name, _, sign = word[1:].partition("}")
        if name not in lists or depth > _DEEPEST:
            raise PhraseError(f"no list is called {word}")
        entries = [_sequence(e.split(), lists, depth + 1) for e in _longest_first(lists[name])]
        return _optional(_either(entries)) if sign == "?" else _either(entries)
    if word == "|" or (len(word) > 1 and word[-1] in "?+"):
        raise PhraseError(f"{word!r} means nothing here: bars and signs belong to brackets")
    if word.endswith("*"):
        return _Piece(re.escape(word[:-1]) + "[^ ]* ", None)
    return _Piece(re.escape(word) + " ", frozenset({word}))


def _optional(piece: _Piece) -> _Piece:
    return _Piece(piece.regex + "?", None)


def _longest_first(entries: Sequence[str]) -> list[str]:
    return sorted(set(entries), key=lambda e: (-len(e), e))


def _either(pieces: Sequence[_Piece]) -> _Piece:
    anchors: frozenset[str] | None = frozenset()
    for piece in pieces:
        known = anchors is not None and piece.anchors is not None
        anchors = anchors | piece.anchors if known else None  # type: ignore[operator]
    return _Piece("(?:" + "|".join(p.regex for p in pieces) + ")", anchors)


def _joined(pieces: Sequence[_Piece]) -> _Piece:
    known = [p.anchors for p in pieces if p.anchors is not None]
    return _Piece("".join(p.regex for p in pieces), min(known, key=len, default=None))


def _sequence(items: Sequence[str], lists: Lists, depth: int) -> _Piece:
    """Return the piece for items such as ["(", "a", "|", "b", ")", "?", "c"]."""
    pieces: list[_Piece] = []
    at = 0
    while at < len(items):
        if items[at] != "(":
            pieces.append(_word(items[at], lists, depth))
            at += 1
            continue
        end = _closing(items, at)
        group = _either([_sequence(a, lists, depth) for a in _split(items[at + 1 : end])])
        sign = items[end + 1] if items[end + 1 : end + 2] in (["?"], ["+"]) else ""
        pieces.append(_Piece(group.regex + sign, None if sign == "?" else group.anchors))
        at = end + 1 + len(sign)
    return _joined(pieces)


def _closing(items: Sequence[str], start: int) -> int:
    open_groups = 0
    for at in range(start, len(items)):
        open_groups += {"(": 1, ")": -1}.get(items[at], 0)
        if open_groups == 0:
            return at
    raise PhraseError("a bracket is not closed")


def _split(items: Sequence[str]) -> list[list[str]]:
    """Return the alternatives between the bars that are in no inner bracket."""
    found: list[list[str]] = [[]]
    inside = 0
    for item in items:
        inside += {"(": 1, ")": -1}.get(item, 0)
        if item == "|" and inside == 0:
            found.append([])
        else:
            found[-1].append(item)
    return [f for f in found if f]


def make_phrase(written: str, lists: Lists) -> Phrase:
    """Return the phrase `written`, with `lists` filled in. Raises PhraseError."""
    items = _ITEM.findall(written)
    start = " "
    if items[:1] == ["^"]:
        start, items = r"\A ", items[1:]
    try:
        piece = _sequence(items, lists, 0)
        return Phrase(written, re.compile(start + piece.regex), piece.anchors)
    except (re.error, PhraseError) as error:
        raise PhraseError(f"{written!r}: {error}") from error
