"""What changed between two wordings, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

PART = re.compile(r"\s+|\w+|[^\w\s]")
# Comparing takes the square of the length: past this, one wording is shown after the other.
MOST_PARTS = 3_000


@dataclass(frozen=True)
class Change:
    kind: Literal["same", "gone", "added"]
    text: str


def differences(before: str, after: str) -> list[Change]:
    """Return the pieces in order: `same` and `gone` join up to `before`, `same` and `added` to
    `after`, to the character."""
    old, new = PART.findall(before), PART.findall(after)
    if max(len(old), len(new)) > MOST_PARTS:
        return _pieces(before, after)
    found: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Change("same", "".join(old[i1:i2])))
        else:
            found += _pieces("".join(old[i1:i2]), "".join(new[j1:j2]))
    return found


def _pieces(gone: str, added: str) -> list[Change]:
    return [*_one("gone", gone), *_one("added", added)]


def _one(kind: Literal["gone", "added"], text: str) -> Iterator[Change]:
    if text:
        yield Change(kind, text)
