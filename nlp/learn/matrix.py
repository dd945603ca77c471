"""The same features as sparse matrices, for scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from nlp.features import BITS, Buckets, Group
from nlp.linear import Floats


@dataclass(slots=True)
class Columns:
    """Which buckets are kept, in rising order, and their inverse document frequency."""

    buckets: Buckets
    idf: Floats


def choose_columns(groups: Sequence[Group], rows: int, at_least: int) -> Columns:
    """Keep the buckets found in `at_least` rows."""
    size = 1 << BITS
    pairs = [np.unique(r * size + b) % size for r, b in groups]
    buckets, count = np.unique(np.concatenate(pairs), return_counts=True)
    kept = count >= at_least
    idf = np.log((rows + 1) / (count[kept] + 1)) + 1
    return Columns(buckets[kept], idf.astype(np.float16).astype(np.float32))


def to_matrix(groups: Sequence[Group], rows: int, columns: Columns) -> sp.csr_matrix:
    """Scaled as `nlp.linear.Linear` scales them."""
    place = np.full(1 << BITS, -1, dtype=np.int64)
    place[columns.buckets] = np.arange(len(columns.buckets))
    total = sp.csr_matrix((rows, len(columns.buckets)), dtype=np.float64)
    for at, buckets in groups:
        column = place[buckets]
        known = column >= 0
        column, row = column[known], at[known]
        value = columns.idf[column].astype(np.float64)
        norm = np.sqrt(np.bincount(row, weights=value * value, minlength=rows))
        value = value / np.maximum(norm[row], 1e-6)
        total = total + sp.csr_matrix((value, (row, column)), shape=total.shape)
    return total.tocsr()


def rows_of(matrix: sp.csr_matrix, chosen: npt.NDArray[np.bool_]) -> sp.csr_matrix:
    return matrix[np.flatnonzero(chosen)]
