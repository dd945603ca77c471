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
    return None if is_text(text) else "not_text"


def is_text(text: str) -> bool:
    """Tell whether it can be kept as text: half of a pair of surrogates cannot."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
