"""Choose the words to mark, from what each clause was read as."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.data_files import frames
from nlp.linear import Floats
from nlp.types import KINDS, Label, Side
from nlp.words import Word

SERVICE, PERSONAL = 0, 1
SURE_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Marked:
    """Words `first` up to `last`, which reads as `side`; `kind` only for a service."""

    first: int
    last: int
    side: Side
    kind: str | None


def mark(
    label: Label, words: Sequence[Word], clauses: Sequence[int], sides: Floats, kinds: Floats
) -> list[Marked]:
    """Return the marked runs in reading order: both sides for mixed, none for unclear."""
    if label == "unclear" or not len(sides):
        return []
    wanted = {"service": [SERVICE], "personal": [PERSONAL], "mixed": [SERVICE, PERSONAL]}[label]
    chosen = _choose(sides, wanted)
    found: list[Marked] = []
    for side in wanted:
        for run in _runs(sorted(chosen[side])):
            start, end = bisect_left(clauses, run[0]), bisect_right(clauses, run[-1])
            first, last = _trim(words, start, end, side)
            kind = KINDS[int(kinds[run].sum(axis=0).argmax())] if side == SERVICE else None
            found.append(Marked(first, last, "service" if side == SERVICE else "personal", kind))
    return sorted(found, key=lambda m: (m.first, m.last))


def _choose(sides: Floats, wanted: list[int]) -> dict[int, list[int]]:
    """Each clause goes to its likelier wanted side, if likely; each side gets at least one."""
    chosen: dict[int, list[int]] = {side: [] for side in wanted}
    for number, row in enumerate(sides):
        side = max(wanted, key=lambda s: float(row[s]))
        if row[side] >= SURE_ENOUGH:
            chosen[side].append(number)
    for side in sorted(wanted, key=lambda s: float(sides[:, s].max())):
        if not chosen[side]:
            _give_one(sides, chosen, side)
    return chosen


def _give_one(sides: Floats, chosen: dict[int, list[int]], side: int) -> None:
    """The likeliest clause, not one that is the only one of the other side."""
    taken = {c for other, cs in chosen.items() if other != side and len(cs) == 1 for c in cs}
    order = [int(c) for c in np.argsort(-sides[:, side], kind="stable")]
    best = next((c for c in order if c not in taken), order[0])
    for other, clauses in chosen.items():
        if other != side and best in clauses and len(clauses) > 1:
            clauses.remove(best)
    chosen[side].append(best)


def _runs(numbers: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _trim(words: Sequence[Word], first: int, last: int, side: int) -> tuple[int, int]:
    """Leave off marks and words that only lead in, as long as a word stays."""
    leading = frames()["turn"] | (frames()["wish"] if side == SERVICE else frozenset())
    while last - first > 1 and not words[last - 1].norm[:1].isalnum():
        last -= 1
    start = first
    while last - start > 1 and (
        words[start].norm in leading or not words[start].norm[:1].isalnum()
    ):
        start += 1
    if words[start].norm in leading and last - start == 1:
        return first, last  # nothing but leading words: keep them all
    return start, last
