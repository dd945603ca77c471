"""The pages' own words, in the language that is spoken just now (api/language)."""

from api.language.current import words as words_in
from api.language.words import Counted, NoSuchWords, Words

__all__ = ["NoSuchWords", "Words", "counted", "words_in"]


def counted(words: Counted, number: int) -> str:
    """Return a text that a number decides: "1 minute", "5 minutes"."""
    return words.of(number)
