"""A linear model over hashed features, applied with numpy alone.

Each group of a row is scaled by inverse document frequency and to length 1, as in training, then
weighted. Scaling a sum is the same as scaling its parts, so a row's score is one weighted sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.features import BITS, Buckets, Group, Rows

Floats = npt.NDArray[np.floating[Any]]


def row_sums(values: Floats, rows: Rows, count: int) -> Floats:
    """Sum `values` over each row; `rows` rises. Rows with nothing come out as 0."""
    out = np.zeros((count, *values.shape[1:]), dtype=np.float32)
    if len(rows):
        starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
        out[rows[starts]] = np.add.reduceat(values, starts, axis=0)
    return out


@dataclass(slots=True)
class Linear:
    """`place[bucket]` is the feature's row in `weights` (its 0 row holds nothing)."""

    place: npt.NDArray[np.int32]
    idf: Floats
    weights: npt.NDArray[np.float16]
    bias: Floats

    @classmethod
    def of(
        cls, buckets: Buckets, idf: Floats, weights: npt.NDArray[np.float16], bias: Floats
    ) -> "Linear":
        place = np.zeros(1 << BITS, dtype=np.int32)
        place[buckets] = np.arange(1, len(buckets) + 1, dtype=np.int32)
        nothing = np.zeros((1, weights.shape[1]), dtype=weights.dtype)
        idf = np.concatenate([np.zeros(1, np.float32), idf]).astype(np.float32)
        return cls(place, idf, np.concatenate([nothing, weights]), bias.astype(np.float32))

    def scores(self, groups: Sequence[Group], count: int) -> Floats:
        """Return an array (count, outputs)."""
        total = np.tile(self.bias, (count, 1))
        for every_row, buckets in groups:
            at = self.place[buckets]
            known = at > 0
            at, rows = at[known], every_row[known]
            idf = self.idf[at]
            norms = np.sqrt(row_sums(idf * idf, rows, count))
            sums = row_sums(self.weights[at].astype(np.float32) * idf[:, None], rows, count)
            total += sums / np.maximum(norms, 1e-6)[:, None]
        return total
