"""A small language for phrases, so that people who do not program can read and edit them.

    {they} {is} .. {hitting} {me}    {name} is any entry of a list      (a|b c) either
    (just)?  may be left out         (help|now)+ once or more           strangl* any ending
    ..  up to 3 words between        ...  up to 7 words between, never over the end of a sentence
    ^ the message starts here        $ the message ends here            . a sentence ends here

A gap never holds "not", "no" or "never". A phrase is searched in `Words.line`. Every gap is bounded,
so the time is in step with the length.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

Lists = Mapping[str, tuple[str, ...]]

_GAPS: Final = {"..": 3, "...": 7}
_PART: Final = re.compile(r"\([^()]*\)[?+]?|\S+")
_LIST: Final = re.compile(r"\{(\w+)\}")
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

    def search(self, line: str, present: frozenset[str]) -> re.Match[str] | None:
        """Return the first match in `line`, whose words are `present`, or None."""
        if self.anchors is not None and self.anchors.isdisjoint(present):
            return None
        return self.regex.search(line)


def _expand(choice: str, lists: Lists, depth: int = 0) -> list[str]:
    """Return every wording of one alternative, its lists filled in."""
    found = _LIST.search(choice)
    if not found:
        return [choice.strip()]
    name = found[1]
    if name not in lists or depth > 4:
        raise PhraseError(f"no list is called {{{name}}}")
    return [
        wording
        for entry in lists[name]
        for wording in _expand(choice[: found.start()] + entry + choice[found.end() :], lists, depth + 1)
    ]


def _wordings(part: str, lists: Lists) -> list[str]:
    inner = part[1:-1] if part.startswith("(") else part
    return [w for choice in inner.split("|") for w in _expand(choice, lists) if w]


def _regex_of_word(word: str) -> str:
    if word in _GAPS:
        return f"{_ANY_WORD}{{0,{_GAPS[word]}}}"
    if word == "$":
        return _END
    if word.endswith("*"):
        return re.escape(word[:-1]) + "[^ ]* "
    return re.escape(word) + " "


def _regex_of(wordings: Iterable[str]) -> str:
    """Return a regex for any of the wordings, each with its space after; longer ones first."""
    ordered = sorted(set(wordings), key=lambda w: (-len(w), w))
    return "(?:" + "|".join("".join(map(_regex_of_word, w.split())) for w in ordered) + ")"


def _anchors_of(wordings: Iterable[str]) -> frozenset[str] | None:
    firsts = frozenset(w.split()[0] for w in wordings)
    return None if any(w.endswith("*") or not w[0].isalnum() for w in firsts) else firsts


def make_phrase(written: str, lists: Lists) -> Phrase:
    """Return the phrase `written`, with `lists` filled in. Raises PhraseError."""
    built = " "
    anchors: frozenset[str] | None = None
    for part in _PART.findall(written):
        if part == "^":
            built = r"\A "
            continue
        sign = part[-1] if part.startswith("(") and part[-1] in "?+" else ""
        wordings = _wordings(part.removesuffix(sign), lists)
        built += _regex_of(wordings) + sign
        here = None if sign == "?" else _anchors_of(wordings)
        if here is not None and (anchors is None or len(here) < len(anchors)):
            anchors = here
    try:
        return Phrase(written, re.compile(built), anchors)
    except re.error as error:
        raise PhraseError(f"{written!r}: {error}") from error
