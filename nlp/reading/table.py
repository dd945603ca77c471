"""Features of many messages as numbers: a tenth of the memory that their names would take."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlp.reading.corpus import Row
from nlp.reading.features import features_at, seen_in
from nlp.reading.normalise import words_of
from nlp.reading.rules import Rules
from nlp.reading.safety import find
from nlp.vectors.encoder import Numbers

MOST_FEATURES: Final = 130_000
LEAST: Final = 2  # rows that hold it


@dataclass(frozen=True)
class Table:
    """`names` are in the order in which they were first met; `held` has the number of each feature
    of each row, rows end to end, and `lengths` says how many each row has."""

    names: list[str]
    held: npt.NDArray[np.int32]
    lengths: Numbers


def table_of(rows: Iterable[Row], rules: Rules) -> Table:
    """Look through messages. Those that follow one another with the same words are looked through
    once."""
    numbers: dict[str, int] = {}
    held: list[npt.NDArray[np.int32]] = []
    text, seen = "", seen_in(words_of(""), rules)
    for row in rows:
        if row.text != text:
            text, seen = row.text, seen_in(words_of(row.text), rules)
        features = features_at(seen, row.question, find(seen.words, rules, row.question))
        numbered = [numbers.setdefault(feature, len(numbers)) for feature in features]
        held.append(np.asarray(numbered, dtype=np.int32))
    lengths = np.asarray([len(numbered) for numbered in held], dtype=np.int64)
    return Table(list(numbers), np.concatenate(held), lengths)


def vocabulary(table: Table, keep: Callable[[str], bool] = lambda _: True) -> dict[str, int]:
    """Return the columns of the commonest features that `keep` lets through, in the order of their
    names."""
    counts = np.bincount(table.held, minlength=len(table.names))
    commonest = np.argsort(-counts, kind="stable").tolist()
    kept = (table.names[n] for n in commonest if counts[n] >= LEAST)
    chosen = [name for name in kept if keep(name)][:MOST_FEATURES]
    return {name: column for column, name in enumerate(sorted(chosen))}


def matrix(table: Table, index: dict[str, int]) -> csr_matrix:
    """Return one line a row, each known feature worth 1 / sqrt(how many the row knows)."""
    column_of = np.asarray([index.get(name, -1) for name in table.names], dtype=np.int32)
    columns = column_of[table.held]
    known = columns >= 0
    rows = np.repeat(np.arange(len(table.lengths)), table.lengths)[known]
    count = np.bincount(rows, minlength=len(table.lengths))
    values = (np.maximum(1, count) ** -0.5)[rows].astype(np.float32)
    starts = np.concatenate([[0], np.cumsum(count)])
    return csr_matrix((values, columns[known], starts), shape=(len(count), len(index)))
