"""Make any string fit to be read, without moving a character."""

import re
import unicodedata

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SAME = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "`": "'"})
_LONG_RUN = re.compile(r"(.)\1{2,}")
_DIGITS = re.compile(r"\d+")


def readable(text: str) -> str:
    """Return `text` with unusable characters replaced one for one, so that offsets still hold."""
    return _CONTROL.sub(" ", _SURROGATE.sub("\ufffd", text)).translate(_SAME)


def normal_word(word: str) -> str:
    """Return the form of `word` that features are made from: lower case, accents and apostrophes
    gone, letters never more than twice in a row, numbers all alike."""
    word = word.lower()
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in word if not unicodedata.combining(c)) or word
    word = word.replace("'", "") or word
    word = _LONG_RUN.sub(r"\1\1", word)
    return _DIGITS.sub("0", word)
