"""What a message must be to be taken. Nothing here changes a word: it is taken whole or not at
all."""

from typing import Literal

Problem = Literal["empty", "too_long", "not_text"]


def problem_with(text: str, *, longest: int) -> Problem | None:
    """Return what stops `text` being kept exactly as it is; `longest` is in characters."""
    if not text.strip():
        return "empty"
    if len(text) > longest:
        return "too_long"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half of a pair of surrogates: no file can hold it as text
        return "not_text"
    return None
