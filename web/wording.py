"""The pages' own words: one file for each language in web/words."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "words"


class NoSuchWords(LookupError):
    """A template asks for words that the catalogue does not have."""


class Words:
    """A part of the catalogue: `words.chat.send`. A name that is not there raises, and never shows
    as nothing."""

    def __init__(self, entries: dict[str, Any]) -> None:
        self._entries = entries

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # Python and Jinja ask every object for these
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Any:
        if name not in self._entries:
            raise NoSuchWords(name)
        entry = self._entries[name]
        return Words(entry) if isinstance(entry, dict) else entry

    def named(self, name: str | None) -> str:
        """Return the words for a code from the record, or the code itself where it is new to the
        catalogue."""
        return str(self._entries.get(name or "", (name or "").replace("_", " ")))

    def pairs(self) -> list[tuple[str, str]]:
        return [(name, str(entry)) for name, entry in self._entries.items()]


@lru_cache
def words_in(language: str = "en") -> Words:
    return Words(yaml.safe_load((FOLDER / f"{language}.yml").read_text("utf-8")))
