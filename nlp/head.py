"""Join what the whole text says with what its clauses say, into calibrated probabilities."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.linear import Floats, row_sums
from nlp.types import KINDS, LABELS, THEMES

SIDES = ("service", "personal", "neither")
N_LABELS, N_SIDES, N_KINDS, N_THEMES = len(LABELS), len(SIDES), len(KINDS), len(THEMES)
_TINY = 1e-4


def log_softmax(x: Floats) -> Floats:
    shifted = x - x.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def sigmoid(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -30, 30))), dtype=np.float32)


def _most(values: Floats, text: npt.NDArray[np.int64], texts: int, empty: float) -> Floats:
    """The greatest value of each text's clauses."""
    out = np.full((texts, values.shape[1]), empty, dtype=np.float32)
    if len(text):
        starts = np.flatnonzero(np.r_[True, text[1:] != text[:-1]])
        out[text[starts]] = np.maximum.reduceat(values, starts, axis=0)
    return out


def label_evidence(
    text_scores: Floats, clause_scores: Floats, clause_text: npt.NDArray[np.int64]
) -> Floats:
    """One row a text: its own label scores, its strongest clauses, its last clause, how many."""
    texts = len(text_scores)
    own = np.maximum(log_softmax(text_scores[:, :N_LABELS]), -9)
    sides = np.maximum(log_softmax(clause_scores[:, :N_SIDES]), -9)
    most = _most(sides, clause_text, texts, -9)
    # Noisy or: how sure it is that no clause at all is of this side.
    absent = row_sums(np.log(1 - np.exp(sides) + _TINY), clause_text, texts)
    last = np.full((texts, N_SIDES), -3, dtype=np.float32)
    if len(clause_text):
        ends = np.flatnonzero(np.r_[clause_text[1:] != clause_text[:-1], True])
        last[clause_text[ends]] = sides[ends]
    count = np.log1p(np.bincount(clause_text, minlength=texts)).astype(np.float32)[:, None]
    base = np.concatenate([own, most, np.maximum(absent, -12), last, count], axis=1)
    pairs = most[:, :1] * most[:, 1:2] / 9
    return np.concatenate([base, pairs], axis=1).astype(np.float32)


def theme_evidence(
    text_scores: Floats, clause_scores: Floats, clause_text: npt.NDArray[np.int64]
) -> Floats:
    """Shape (texts, themes, 3): the whole text's score, the strongest and the mean clause's."""
    texts = len(text_scores)
    own = text_scores[:, N_LABELS : N_LABELS + N_THEMES]
    sides = np.exp(log_softmax(clause_scores[:, :N_SIDES]))
    weight = sides[:, 1:2] + 0.02
    themes = clause_scores[:, N_SIDES + N_KINDS :]
    most = _most(themes + np.log(weight), clause_text, texts, -9)
    total = row_sums(weight, clause_text, texts)
    mean = row_sums(themes * weight, clause_text, texts) / np.maximum(total, 1e-3)
    return np.stack([own, np.maximum(most, -12), mean], axis=2).astype(np.float32)


@dataclass(slots=True)
class Head:
    """Small linear layers on the evidence. `centre` and `spread` scale the label evidence."""

    centre: Floats
    spread: Floats
    weights: Floats
    bias: Floats
    theme_weights: Floats  # (themes, 3)
    theme_bias: Floats

    def labels(self, evidence: Floats) -> Floats:
        scaled = (evidence - self.centre) / self.spread
        return np.asarray(np.exp(log_softmax(scaled @ self.weights + self.bias)))

    def themes(self, evidence: Floats) -> Floats:
        return sigmoid((evidence * self.theme_weights[None]).sum(axis=2) + self.theme_bias)
