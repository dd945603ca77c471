"""All that the bot and the site can say in a conversation, found again in the English that the
record holds, with what filled its gaps."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from api.language.shelf import Language
from api.language.sources import GAP, Entry, all_entries

CHOICE = "bot.choice"
SAID_BY = ("bot", "turn")  # the sources that speak in a conversation


@dataclass(frozen=True)
class Pattern:
    """A text with gaps, to be found again once they are filled."""

    entry: Entry

    @cached_property
    def expression(self) -> re.Pattern[str]:
        parts = GAP.split(self.entry.text)  # text and names of gaps by turns
        seen: set[str] = set()
        made = ""
        for at, part in enumerate(parts):
            if at % 2 == 0:
                made += re.escape(part)
            else:
                made += f"(?P={part})" if part in seen else f"(?P<{part}>.*)"
                seen.add(part)
        return re.compile(made, re.DOTALL)

    @property
    def ends(self) -> tuple[str, str]:
        parts = GAP.split(self.entry.text)
        return parts[0], parts[-1]

    def filled(self, text: str) -> dict[str, str] | None:
        begins, ends = self.ends
        if not (text.startswith(begins) and text.endswith(ends)):
            return None
        found = self.expression.fullmatch(text)
        return found.groupdict() if found else None


@lru_cache
def sayings() -> tuple[dict[str, Entry], list[Pattern]]:
    """Return what can be said: whole texts, and those with gaps, the longest first."""
    said = [one for source, one in all_entries() if source.mount in SAID_BY and one.key != CHOICE]
    whole = {one.text: one for one in said if not GAP.search(one.text)}
    filled = {one.text: one for one in said if GAP.search(one.text)}
    longest = sorted(filled.values(), key=lambda one: len(GAP.sub("", one.text)), reverse=True)
    return whole, [Pattern(one) for one in longest]


@lru_cache
def choices_known() -> dict[str, Entry]:
    return {one.text: one for _, one in all_entries() if one.key == CHOICE}


def translated(language: Language, text: str) -> str | None:
    """Return what the bot said, or None where it has no translation."""
    whole, patterns = sayings()
    if text in whole:
        return language.text(whole[text])
    for pattern in patterns:
        filled = pattern.filled(text)
        if filled is not None:
            found = language.text(pattern.entry)
            return found and _with_gaps(language, found, filled)
    return None


def _with_gaps(language: Language, text: str, filled: dict[str, str]) -> str:
    return GAP.sub(lambda gap: _called(language, gap[1], filled[gap[1]]), text)


def _called(language: Language, gap: str, value: str) -> str:
    """Return what fills a gap: a name, somebody's words, or "they" in the page's language."""
    called = language.words.api.called
    return str(called[value]) if gap.endswith("_called") and value in called else value


def title_in(language: Language, title: str) -> str:
    entry = choices_known().get(title)
    return (language.text(entry) if entry else None) or title
