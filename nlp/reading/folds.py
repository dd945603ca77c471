"""Split examples so that no wording family is on both sides: what is measured is new wording."""

from collections import defaultdict
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedGroupKFold

from nlp.reading.corpus import Row
from nlp.reading.normalise import words_of

ALIKE: Final = 0.55
LARGEST: Final = 60
FOLDS: Final = 5


def _near(rows: list[Row]) -> list[tuple[int, int, float]]:
    lines = [words_of(r.text).line for r in rows]
    x = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(
        lines
    )
    found: list[tuple[int, int, float]] = []
    for start in range(0, len(rows), 500):
        near = (x[start : start + 500] @ x.T).tocoo()
        keep = (near.data >= ALIKE) & (near.row + start < near.col)
        found += zip(
            (near.row[keep] + start).tolist(),
            near.col[keep].tolist(),
            near.data[keep].tolist(),
            strict=True,
        )
    return sorted(found, key=lambda f: (-f[2], f[0], f[1]))


def families(rows: list[Row]) -> list[int]:
    """Return a family number for each row: rows that look alike, joined most alike first."""
    parent = list(range(len(rows)))
    size = [1] * len(rows)

    def head(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j, _ in _near(rows):
        a, b = head(i), head(j)
        if a != b and size[a] + size[b] <= LARGEST:
            parent[b] = a
            size[a] += size[b]
    return [head(i) for i in range(len(rows))]


def folds(rows: list[Row]) -> list[tuple[Any, Any]]:
    """Return (rows to train on, rows to test) for each fold, as arrays of row numbers."""
    groups = families(rows)
    split = StratifiedGroupKFold(n_splits=FOLDS, shuffle=True, random_state=20)
    return list(split.split(np.zeros(len(rows)), [r.intent for r in rows], groups))


def largest(rows: list[Row]) -> list[list[str]]:
    """Return the biggest families' texts, to look at."""
    members: dict[int, list[str]] = defaultdict(list)
    for row, family in zip(rows, families(rows), strict=True):
        members[family].append(row.text)
    return sorted(members.values(), key=len, reverse=True)[:5]
